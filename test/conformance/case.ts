/** A case of the conformance files: two pictures of a project, and what Django and PostgreSQL made of them. */
export interface Case {
  readonly name: string
  readonly before: readonly CaseModel[]
  readonly after: readonly CaseModel[]
  readonly renames: {
    readonly models: Readonly<Record<string, string>>
    readonly fields: Readonly<Record<string, string>>
  }
  readonly defaults?: Readonly<Record<string, unknown>>
  readonly changes: Readonly<Record<string, readonly CaseMigration[]>>
  readonly beforeCatalog: CaseCatalog
  readonly afterCatalog: CaseCatalog
}

export interface CaseModel {
  readonly app: string
  readonly name: string
  readonly fields: readonly (readonly [string, CaseField])[]
  readonly options?: Readonly<Record<string, unknown>>
  readonly bases?: readonly string[]
}

export type CaseField = { readonly type: string } & Readonly<Record<string, unknown>>

export interface CaseMigration {
  readonly name: string
  readonly operations: readonly CaseOperation[]
}

export interface CaseOperation {
  readonly op: string
  readonly name?: string
  readonly modelName?: string
  readonly oldName?: string
  readonly newName?: string
  readonly index?: { readonly name: string }
  readonly constraint?: { readonly name: string }
  readonly field?: CaseField
  /** Of a model that is created. */
  readonly fields?: readonly (readonly [name: string, field: unknown])[]
  readonly options?: Readonly<Record<string, unknown>>
}

type Row = readonly unknown[]

export interface CaseCatalog {
  readonly columns: readonly Row[]
  readonly constraints: readonly Row[]
  readonly indexes: readonly Row[]
  readonly comments: readonly Row[]
}
