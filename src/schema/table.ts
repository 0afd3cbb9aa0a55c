import type { Deferrable } from '../constraints/constraint'
import type { IndexMethod } from '../constraints/db-index'
import type { Field } from '../fields/field'
import type { OnDelete } from '../fields/relation'
import type { ColumnType } from '../sql/column-type'
import type { Condition, Expression } from '../sql/expression'
import type { SqlParam } from '../sql/statement'
import type { ModelKey } from '../state/model-state'

/**
 * A table as a state says it is, names and all. Columns are spoken of by their `key`, the name of the field, so that
 * two states can be held side by side whatever the columns are called.
 */
export interface Table {
  /** `app.Model`; `app.Model.field` for the table of links of a many-to-many field. */
  readonly key: string
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: readonly TableConstraint[]
  readonly indexes: readonly TableIndex[]
  readonly comment?: string | undefined
  readonly tablespace?: string | undefined
  readonly rowLevelSecurity?: true | 'force' | undefined
}

export type ColumnDefault =
  | { readonly kind: 'param'; readonly value: SqlParam }
  | { readonly kind: 'expression'; readonly expression: Expression }

export interface Column {
  readonly key: string
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  readonly default?: ColumnDefault | undefined
  /** Counted up by the database, from the sequence of this name; `always`: and by nobody else. */
  readonly identity?: { readonly sequence: string; readonly always: boolean } | undefined
  readonly generated?: { readonly expression: Expression; readonly stored: boolean } | undefined
  readonly collation?: string | undefined
  readonly comment?: string | undefined
  /** Makes what the database is given of a value: in checks and predicates. No part of what the column is. */
  readonly holds: Field
}

/** What the element is to its model, in terms of field keys: the same role in two states is the same thing. */
export type Role = string

interface Named {
  readonly role: Role
  readonly name: string
}

export interface PrimaryKey extends Named {
  readonly kind: 'primary'
  readonly columns: readonly string[]
  readonly tablespace?: string | undefined
}

export interface Unique extends Named {
  readonly kind: 'unique'
  readonly columns: readonly string[]
  readonly include?: readonly string[] | undefined
  readonly deferrable?: Deferrable | undefined
  readonly nullsDistinct?: boolean | undefined
  readonly tablespace?: string | undefined
}

export interface Check extends Named {
  readonly kind: 'check'
  readonly condition: Condition
}

export interface Exclusion extends Named {
  readonly kind: 'exclusion'
  readonly method: 'gist' | 'spgist'
  readonly expressions: readonly (readonly [Expression, string])[]
  readonly condition?: Condition | undefined
  readonly deferrable?: Deferrable | undefined
  readonly include?: readonly string[] | undefined
}

export interface Foreign extends Named {
  readonly kind: 'foreign'
  readonly columns: readonly string[]
  readonly target: { readonly model: ModelKey; readonly fields: readonly string[] }
  /** As the target is called in the database: not part of what the key is, since a rename of it carries the key along. */
  readonly targetNames: { readonly table: string; readonly columns: readonly string[] }
  readonly onDelete: OnDelete
  readonly deferrable: 'deferred' | 'immediate' | 'never'
}

export type TableConstraint = PrimaryKey | Unique | Check | Exclusion | Foreign

export interface IndexPart {
  readonly expression: Expression
  readonly descending: boolean
  readonly nulls?: 'first' | 'last' | undefined
  readonly opclass?: string | undefined
  readonly collation?: string | undefined
}

export interface TableIndex extends Named {
  readonly unique: boolean
  readonly method: IndexMethod
  readonly parts: readonly IndexPart[]
  readonly condition?: Condition | undefined
  readonly include?: readonly string[] | undefined
  readonly nullsDistinct?: boolean | undefined
  /** Storage parameters by PostgreSQL's names. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly tablespace?: string | undefined
}

export function columnOfTable(table: Table, key: string): Column {
  const column = table.columns.find((each) => each.key === key)
  if (column === undefined) throw new Error(`table ${table.name} has no column for ${key}`)
  return column
}
