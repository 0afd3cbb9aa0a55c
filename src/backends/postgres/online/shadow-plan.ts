import type { Foreign, Table, TableConstraint, TableIndex } from '../../../schema/table'
import type { TableChange } from '../../../schema/table-change'
import { temporaryName } from '../../../sql/names'
import { restingOn, retyping, standing } from '../ddl/standing'
import { changesType } from '../ddl/type-change'
import type { LiveTables } from './live-tables'
import { type Recomputed, recomputed } from './recomputed'
import { NoOnlineWayError } from './refusal'

export type Alter = Extract<TableChange, { kind: 'alter-column' }>

/** One table of which columns are made anew beside the old ones. */
export interface ShadowTable {
  /** As it is in the end. */
  readonly table: Table
  /** The same with the shadows in the place of their columns. */
  readonly twin: Table
  readonly alters: readonly Alter[]
  /** What rests on the columns, by its name in the end; foreign keys are the group's. */
  readonly constraints: readonly Exclude<TableConstraint, Foreign>[]
  readonly indexes: readonly TableIndex[]
  /** What may rest on the columns before, by name: anything else would go with them. */
  readonly known: readonly string[]
}

/** A foreign key that has a shadow on either side. */
export interface ShadowForeign {
  readonly table: Table
  readonly constraint: Foreign
  /** As it is before; undefined: it is new. */
  readonly was: Foreign | undefined
  /** The same over the shadows. */
  readonly twin: { readonly table: Table; readonly constraint: Foreign }
}

/** Columns whose types have to change together, since foreign keys compare them. */
export interface Shadows {
  readonly tables: readonly ShadowTable[]
  readonly foreign: readonly ShadowForeign[]
  /** What is computed from the columns. */
  readonly recomputed: readonly Recomputed[]
  /** Changes that are part of it, besides those of the columns. */
  readonly absorbed: ReadonlySet<TableChange>
}

/** The columns that cannot change where they are; undefined if there is none. */
export function shadowsOf(changes: readonly TableChange[], live: LiveTables): Shadows | undefined {
  const retyped = retypings(changes)
  if (!retyped.some((change) => live.has(change.table.name) && costsLong(change, changes))) return undefined
  const tables = tablesOf(retyped, changes)
  tables.forEach(refuseExclusions)
  const foreign = foreignOf(changes, tables)
  for (const each of tables) refusePartitioned(each, foreign, live)
  const computed = recomputed(changes)
  const absorbed = new Set<TableChange>([...retyped, ...stepAside(foreign, computed)])
  for (const { table, constraints, indexes } of tables) {
    for (const change of changes) {
      if (isRemade(change, table, [...constraints, ...indexes])) absorbed.add(change)
    }
  }
  return { tables, foreign, recomputed: computed, absorbed }
}

/** Columns that change where they are, with foreign keys and computed columns that have to step aside meanwhile. */
export interface Companions {
  readonly alters: readonly Alter[]
  readonly foreign: readonly ShadowForeign[]
  readonly recomputed: readonly Recomputed[]
  readonly absorbed: ReadonlySet<TableChange>
}

/** Asked where there are no shadows; undefined if nothing steps aside. */
export function companionsOf(changes: readonly TableChange[], live: LiveTables): Companions | undefined {
  const alters = retypings(changes)
  const foreign = foreignOf(changes, tablesOf(alters, changes))
  const computed = recomputed(changes)
  const names = [...alters, ...foreign, ...computed.map(({ add }) => add)].map(({ table }) => table.name)
  if (foreign.length + computed.length === 0 || !names.some((name) => live.has(name))) return undefined
  return { alters, foreign, recomputed: computed, absorbed: new Set([...alters, ...stepAside(foreign, computed)]) }
}

function stepAside(
  foreign: readonly { readonly changes: readonly TableChange[] }[],
  computed: readonly Recomputed[],
): readonly TableChange[] {
  return [...foreign.flatMap(({ changes }) => changes), ...computed.flatMap(({ drop, add }) => [drop, add])]
}

function retypings(changes: readonly TableChange[]): readonly Alter[] {
  return changes.filter((change): change is Alter => isRetyping(change))
}

function tablesOf(retyped: readonly Alter[], changes: readonly TableChange[]): readonly ShadowTable[] {
  return [...new Set(retyped.map(({ table }) => table.name))].map((name) => shadowTable(name, retyped, changes))
}

function isRetyping(change: TableChange): change is Alter {
  return change.kind === 'alter-column' && changesType(change.from, change.to)
}

function costsLong({ table, from, to }: Alter, changes: readonly TableChange[]): boolean {
  const { rewrites = [], builds = [] } = retyping(table, from, to, standing(table, changes))
  return rewrites.length + builds.length > 0
}

function shadowTable(name: string, retyped: readonly Alter[], changes: readonly TableChange[]): ShadowTable {
  const alters = retyped.filter(({ table }) => table.name === name)
  const [first] = alters
  if (first === undefined) throw new Error(`no column of ${name} changes its type`)
  const { table } = first
  const keys = new Set(alters.map(({ to }) => to.key))
  const { constraints, indexes } = restingOn(around(table, changes), keys)
  return {
    table,
    twin: twinOf(table, keys),
    alters,
    constraints: constraints.filter((each): each is Exclude<TableConstraint, Foreign> => each.kind !== 'foreign'),
    indexes,
    known: [...constraints, ...indexes, ...changes.flatMap(dropped)].map((each) => each.name),
  }
}

function dropped(change: TableChange): readonly { readonly name: string }[] {
  if (change.kind === 'drop-constraint') return [change.constraint]
  return change.kind === 'drop-index' ? [change.index] : []
}

function refuseExclusions({ table, constraints }: ShadowTable): void {
  const exclusion = constraints.find(({ kind }) => kind === 'exclusion')
  if (exclusion === undefined) return
  throw new NoOnlineWayError(
    table.name,
    `the type of a column under the exclusion constraint ${exclusion.name}`,
    'PostgreSQL builds its index only while nobody reads or writes the table',
  )
}

/** What rests on the column would have to be exchanged partition by partition. */
function refusePartitioned(
  { table, constraints, indexes }: ShadowTable,
  foreign: readonly ShadowForeign[],
  live: LiveTables,
): void {
  if (live.partitionsOf(table.name) === undefined) return
  const keys = foreign.filter((each) => each.table.name === table.name).map(({ constraint }) => constraint)
  const [first] = [...constraints, ...indexes, ...keys]
  if (first === undefined) return
  throw new NoOnlineWayError(
    table.name,
    `the type of a column under ${first.name}`,
    'it has partitions, each with a part of that',
  )
}

/** What stands, and what only steps aside for the change. */
function around(
  table: Table,
  changes: readonly TableChange[],
): { constraints: readonly TableConstraint[]; indexes: readonly TableIndex[] } {
  const stands = standing(table, changes)
  const constraints = table.constraints.filter(
    (each) => stands.constraints.includes(each) || stepsAside(each.role, table, changes),
  )
  const indexes = table.indexes.filter((each) => stands.indexes.includes(each) || stepsAside(each.role, table, changes))
  return { constraints, indexes }
}

function stepsAside(role: string, { key }: Table, changes: readonly TableChange[]): boolean {
  return changes.some(
    (change) =>
      change.table.key === key &&
      ((change.kind === 'drop-constraint' && change.constraint.role === role) ||
        (change.kind === 'drop-index' && change.index.role === role)),
  )
}

function isRemade(change: TableChange, { key }: Table, parts: readonly { readonly role: string }[]): boolean {
  if (change.table.key !== key) return false
  const roles = new Set(parts.map(({ role }) => role))
  switch (change.kind) {
    case 'drop-constraint':
    case 'add-constraint':
      return roles.has(change.constraint.role)
    case 'drop-index':
    case 'add-index':
      return roles.has(change.index.role)
    default:
      return false
  }
}

export function shadowName(column: string): string {
  return temporaryName(column, undefined, 'new')
}

function twinOf(table: Table, keys: ReadonlySet<string>): Table {
  return {
    ...table,
    columns: table.columns.map((column) =>
      keys.has(column.key) ? { ...column, name: shadowName(column.name) } : column,
    ),
  }
}

/** The foreign keys that the changes drop and add for the sake of the types. */
function foreignOf(
  changes: readonly TableChange[],
  tables: readonly ShadowTable[],
): readonly (ShadowForeign & { readonly changes: readonly TableChange[] })[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'add-constraint' || change.constraint.kind !== 'foreign') return []
    const { table, constraint } = change
    const own = tables.find((each) => each.table.name === table.name)
    const target = tables.find((each) => each.table.name === constraint.targetNames.table)
    const uses = own?.alters.some(({ to }) => constraint.columns.includes(to.key)) === true
    const shadowed = new Set(target?.alters.map(({ to }) => to.name))
    if (!uses && !constraint.targetNames.columns.some((name) => shadowed.has(name))) return []
    const columns = constraint.targetNames.columns.map((name) => (shadowed.has(name) ? shadowName(name) : name))
    const drop = changes.find(
      (each) =>
        each.kind === 'drop-constraint' && each.table.key === table.key && each.constraint.role === constraint.role,
    )
    const was = drop?.kind === 'drop-constraint' && drop.constraint.kind === 'foreign' ? drop.constraint : undefined
    const twin: Foreign = {
      ...constraint,
      name: temporaryName(table.name, constraint.columns.join('_'), 'fk'),
      targetNames: { ...constraint.targetNames, columns },
    }
    return [
      {
        table,
        constraint,
        was,
        twin: { table: own?.twin ?? table, constraint: twin },
        changes: drop === undefined ? [change] : [drop, change],
      },
    ]
  })
}
