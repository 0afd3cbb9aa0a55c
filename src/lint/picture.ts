import type { Action, ColumnFacts, ConstraintFacts, IndexFacts, Published, TriggerEvent } from './action'
import type { Domains } from './pg-type'
import { pictured } from './pictured'

/** A table as the SQL before has left it. */
export interface PicturedTable {
  readonly name: string
  /** Nobody uses it: it is made in this very run, or for the session. */
  readonly isNew: boolean
  readonly columns: ReadonlyMap<string, ColumnFacts>
  readonly constraints: ReadonlyMap<string, ConstraintFacts>
  readonly indexes: ReadonlyMap<string, IndexFacts>
  /** Of a partitioned table: the columns that say which partition a row is in. */
  readonly partitionKey: readonly string[] | undefined
  readonly partitions: readonly string[]
  readonly defaultPartition: string | undefined
  /** Some role has rights on some of its columns only, and none on a new one. */
  readonly hasColumnGrants: boolean
  /** Subscribers are told of its rows by the primary key. */
  readonly identifiedByKey: boolean
  /** Tables that inherit from it. */
  readonly heirs: readonly string[]
  readonly unlogged: boolean
  /** What its triggers are called for, by name. */
  readonly triggers: ReadonlyMap<string, readonly TriggerEvent[]>
  readonly hasRules: boolean
}

export interface PicturedView {
  /** Nobody uses it: it is made in this very run. */
  readonly isNew: boolean
  readonly tables: readonly string[]
  readonly columns: readonly string[]
  /** Tables of which it has all columns. */
  readonly starred: readonly string[]
  /** Functions of its query. */
  readonly calls: readonly string[]
}

/** A trigger, rule, policy or function that looks at columns. */
export interface PicturedReader {
  readonly what: 'trigger' | 'rule' | 'policy' | 'function'
  readonly name: string
  /** The table that it is of, and goes with. */
  readonly of: string | undefined
  readonly tables: readonly string[]
  readonly columns: readonly string[]
}

export type PictureParts = Pick<
  Picture,
  | 'tables'
  | 'domains'
  | 'views'
  | 'storedViews'
  | 'readers'
  | 'retired'
  | 'steadyFunctions'
  | 'newEnums'
  | 'newSequences'
  | 'publications'
>

/** The database as far as the statements that were read say it. Frozen; an action makes the next one. */
export class Picture {
  static readonly empty = new Picture({
    tables: new Map(),
    domains: new Map(),
    views: new Map(),
    storedViews: new Map(),
    readers: new Map(),
    retired: new Set(),
    steadyFunctions: new Set(),
    newEnums: new Set(),
    newSequences: new Set(),
    publications: new Map(),
  })

  readonly tables: ReadonlyMap<string, PicturedTable>
  readonly domains: Domains
  /** What views read, by view. */
  readonly views: ReadonlyMap<string, PicturedView>
  /** The tables of which materialized views hold something, by view. */
  readonly storedViews: ReadonlyMap<string, PicturedView>
  /** What else looks at columns, by what it is called. */
  readonly readers: ReadonlyMap<string, PicturedReader>
  /** Tables of models that the release before has no more. */
  readonly retired: ReadonlySet<string>
  /** Functions that are declared STABLE or IMMUTABLE: they give one value a statement. */
  readonly steadyFunctions: ReadonlySet<string>
  /** Enum types that are made in this run. */
  readonly newEnums: ReadonlySet<string>
  /** Sequences that are made in this run, by themselves or with a column. */
  readonly newSequences: ReadonlySet<string>
  /** What subscribers are told of, by publication. */
  readonly publications: ReadonlyMap<string, Published>

  constructor(parts: PictureParts) {
    this.tables = parts.tables
    this.domains = parts.domains
    this.views = parts.views
    this.storedViews = parts.storedViews
    this.readers = parts.readers
    this.retired = parts.retired
    this.steadyFunctions = parts.steadyFunctions
    this.newEnums = parts.newEnums
    this.newSequences = parts.newSequences
    this.publications = parts.publications
  }

  after(action: Action): Picture {
    return pictured(this, action)
  }

  with(changed: Partial<PictureParts>): Picture {
    return new Picture({ ...this, ...changed })
  }

  /** The same when a run is over and others have begun to use what it made. */
  settled(): Picture {
    return this.with({
      tables: used(this.tables),
      views: used(this.views),
      storedViews: used(this.storedViews),
      newEnums: new Set(),
      newSequences: new Set(),
    })
  }

  /** Whether others use a table or view. One that nothing is known of was there before. */
  isLive(table: string): boolean {
    const found = this.tables.get(table) ?? this.views.get(table) ?? this.storedViews.get(table)
    return found?.isNew !== true
  }

  isPublished(table: string): boolean {
    const [schema] = table.includes('.') ? table.split('.') : ['public']
    return [...this.publications.values()].some(
      ({ all, tables, schemas }) => all || tables.includes(table) || schemas.some((name) => name === schema),
    )
  }

  column(table: string, column: string): ColumnFacts | undefined {
    return this.tables.get(table)?.columns.get(column)
  }

  constraint(table: string, name: string): ConstraintFacts | undefined {
    return this.tables.get(table)?.constraints.get(name)
  }

  constraints(table: string): readonly ConstraintFacts[] {
    return [...(this.tables.get(table)?.constraints.values() ?? [])]
  }

  /** Indexes, and the keys that have one. */
  indexes(table: string): readonly IndexFacts[] {
    const keys = this.constraints(table).filter(({ kind }) => kind === 'unique' || kind === 'primary')
    return [
      ...(this.tables.get(table)?.indexes.values() ?? []),
      ...keys.map(({ name, columns }): IndexFacts => ({ name, columns, unique: true, plain: true })),
    ]
  }

  /** What is over a column, so that it can neither go nor change its type. */
  readersOf(table: string, column: string): readonly string[] {
    const views = [...this.views, ...this.storedViews].filter(
      ([, { tables, columns, starred }]) =>
        starred.includes(table) || (tables.includes(table) && columns.includes(column)),
    )
    const computed = [...(this.tables.get(table)?.columns.values() ?? [])].filter(({ reads }) => reads.includes(column))
    const others = [...this.readers].filter(
      ([, { tables, columns }]) => tables.includes(table) && columns.includes(column),
    )
    return [...[...views, ...others].map(([name]) => name), ...computed.map(({ name }) => `${table}.${name}`)]
  }

  /** The table that an index is of. */
  tableOfIndex(index: string): PicturedTable | undefined {
    return [...this.tables.values()].find(({ indexes }) => indexes.has(index))
  }

  /** The table that one is a partition of. */
  wholeOf(partition: string): PicturedTable | undefined {
    return [...this.tables.values()].find(({ partitions }) => partitions.includes(partition))
  }

  /** A table and its partitions, and theirs. */
  partsOf(table: string): readonly string[] {
    const { partitions = [] } = this.tables.get(table) ?? {}
    return [table, ...partitions.flatMap((part) => this.partsOf(part))]
  }

  /** Foreign keys of other tables, and of its own, to a table. */
  referrers(table: string): readonly { readonly table: string; readonly constraint: ConstraintFacts }[] {
    return [...this.tables.values()].flatMap(({ name, constraints }) =>
      [...constraints.values()]
        .filter(({ target }) => target === table)
        .map((constraint) => ({ table: name, constraint })),
    )
  }

  /** The columns that a foreign key refers to. */
  columnsReferred({ target = '', targetColumns }: ConstraintFacts): readonly string[] {
    if (targetColumns.length > 0) return targetColumns
    return this.constraints(target).find(({ kind }) => kind === 'primary')?.columns ?? []
  }

  /** Whether a check that was validated, or the column itself, says that there is no NULL. */
  provesNotNull(table: string, column: string): boolean {
    const isFull = this.column(table, column)?.nullable === false
    return isFull || this.constraints(table).some(({ valid, proves }) => valid && proves.includes(column))
  }
}

function used<T extends { readonly isNew: boolean }>(all: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...all].map(([name, one]) => [name, { ...one, isNew: false }]))
}
