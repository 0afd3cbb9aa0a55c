import { equal } from '../base/equal'
import type { ColumnType } from '../sql/column-type'
import { constraintTests, constraintUses, indexTests, indexUses, recreatedColumns, unlikeColumns } from './recreated'
import { isReworded, renulledColumns } from './reworded'
import type { Column, ColumnDefault, Foreign, Table, TableConstraint, TableIndex } from './table'
import type { TableChange } from './table-change'

export interface DiffOptions {
  /** By the key of the column: what the rows that are there get. */
  readonly fills: ReadonlyMap<string, ColumnDefault>
  readonly concurrently: boolean
  readonly notValid: ReadonlySet<string>
  /** Whether the column that a foreign key refers to changes its type. */
  targetChangesType(constraint: Foreign): boolean
  /** What the values of a column of this type become where they do not stay. */
  valuesOf(type: ColumnType): ReadonlyMap<string, string> | undefined
}

/**
 * What makes one table of the other. `before` has the keys of `after` already (see `rekeyed`) and its own names;
 * `original` is `before` as it stands in the database.
 */
export function diffTable(original: Table, before: Table, after: Table, options: DiffOptions): readonly TableChange[] {
  return [
    ...renames(original, after),
    ...columnChanges(original, before, after, options),
    ...constraintChanges(original, before, after, options),
    ...indexChanges(original, before, after, options),
    ...(before.comment === after.comment ? [] : [{ kind: 'comment-table', table: after } as const]),
    ...(before.rowLevelSecurity === after.rowLevelSecurity
      ? []
      : [{ kind: 'row-level-security', table: after, from: before.rowLevelSecurity } as const]),
    ...(before.tablespace === after.tablespace ? [] : [{ kind: 'move-table', table: after } as const]),
  ]
}

function renames(original: Table, after: Table): readonly TableChange[] {
  return original.name === after.name ? [] : [{ kind: 'rename-table', table: original, to: after.name }]
}

function* columnChanges(original: Table, before: Table, after: Table, options: DiffOptions): Iterable<TableChange> {
  const old = new Map(before.columns.map((column) => [column.key, column]))
  const recreated = recreatedColumns(before, after)
  const kept = new Set(after.columns.map((column) => column.key).filter((key) => !recreated.has(key)))
  for (const [i, column] of before.columns.entries()) {
    if (!kept.has(column.key))
      yield { kind: 'drop-column', table: renamedTo(original, after), column: original.columns[i] ?? column }
  }
  for (const column of after.columns) {
    const was = old.get(column.key)
    const fill = options.fills.get(column.key)
    if (was === undefined || recreated.has(column.key)) {
      yield { kind: 'add-column', table: after, column, fill }
      continue
    }
    if (was.name !== column.name) yield { kind: 'rename-column', table: after, from: was.name, to: column.name }
    if (was.identity && column.identity && was.identity.sequence !== column.identity.sequence) {
      yield { kind: 'rename-sequence', table: after, from: was.identity.sequence, to: column.identity.sequence }
    }
    if (!sameColumn(was, column)) {
      const values = options.valuesOf(was.type)
      const stopped = stoppedComputing(was, column)
      if (stopped !== undefined)
        yield { kind: 'alter-column', table: after, from: was, to: stopped, fill: undefined, values: undefined }
      yield { kind: 'alter-column', table: after, from: stopped ?? was, to: column, fill, values }
    }
  }
}

/** PostgreSQL converts no values of a column that it still computes. undefined: it does not, or there is nothing to convert. */
function stoppedComputing(was: Column, is: Column): Column | undefined {
  const converts = was.generated !== undefined && is.generated === undefined && isRetyped(was, is)
  return converts ? { ...was, name: is.name, generated: undefined } : undefined
}

/** The old table under its new name: how it is called once tables are renamed. */
function renamedTo(original: Table, after: Table): Table {
  return { ...original, name: after.name }
}

/** All of a column but its names: the compiler sees to it that none is missing. */
const definitions: { readonly [Part in Exclude<keyof Column, 'key' | 'name' | 'holds'>]: (column: Column) => unknown } =
  {
    type: ({ type }) => type,
    nullable: ({ nullable }) => nullable,
    default: (column) => column.default,
    identity: ({ identity }) => identity?.always,
    generated: ({ generated }) => generated,
    collation: ({ collation }) => collation,
    comment: ({ comment }) => comment,
  }
const definitionParts = Object.values(definitions)

function sameColumn(a: Column, b: Column): boolean {
  return a === b || definitionParts.every((part) => equal(part(a), part(b)))
}

function* constraintChanges(original: Table, before: Table, after: Table, options: DiffOptions): Iterable<TableChange> {
  const old = new Map(before.constraints.map((constraint, i) => [constraint.role, { constraint, i }]))
  const retyped = retypedColumns(before, after)
  const recreated = recreatedColumns(before, after)
  const unlike = unlikeColumns(before, after)
  const rewording = { retyped, renulled: renulledColumns(before, after) }
  const refersAnew = (constraint: Foreign): boolean =>
    constraint.columns.some((key) => retyped.has(key)) || options.targetChangesType(constraint)
  for (const constraint of after.constraints) {
    const was = old.get(constraint.role)
    old.delete(constraint.role)
    const stays =
      was !== undefined &&
      sameConstraint(was.constraint, constraint) &&
      !constraintUses(constraint, recreated) &&
      !constraintTests(constraint, unlike) &&
      !isReworded(constraint, rewording)
    const rests = stays && !(constraint.kind === 'foreign' && refersAnew(constraint))
    if (was !== undefined && rests) {
      if (was.constraint.name !== constraint.name) {
        yield { kind: 'rename-constraint', table: after, from: was.constraint.name, to: constraint.name }
      }
      yield* moved(was.constraint, constraint, after)
      continue
    }
    if (was !== undefined)
      yield { kind: 'drop-constraint', table: original, constraint: original.constraints[was.i] ?? was.constraint }
    yield { kind: 'add-constraint', table: after, constraint, validate: !options.notValid.has(constraint.name) }
  }
  for (const { constraint, i } of old.values()) {
    yield { kind: 'drop-constraint', table: original, constraint: original.constraints[i] ?? constraint }
  }
}

function retypedColumns(before: Table, after: Table): ReadonlySet<string> {
  const old = new Map(before.columns.map((column) => [column.key, column]))
  return new Set(after.columns.filter((column) => isRetyped(old.get(column.key), column)).map(({ key }) => key))
}

/** Values that compare differently: foreign keys have to be looked at anew. */
export function isRetyped(was: Column | undefined, is: Column): boolean {
  return was !== undefined && was !== is && !(equal(was.type, is.type) && was.collation === is.collation)
}

function sameConstraint(a: TableConstraint, b: TableConstraint): boolean {
  return equal(nameless(a), nameless(b))
}

/** A foreign key follows its target's names by itself. */
function nameless(constraint: TableConstraint): object {
  const targetNames = constraint.kind === 'foreign' ? { targetNames: undefined } : {}
  return { ...constraint, name: '', tablespace: undefined, ...targetNames }
}

/** An index can move to another tablespace as it is, also one that a constraint stands on. */
function* moved(
  was: TableConstraint | TableIndex,
  is: TableConstraint | TableIndex,
  table: Table,
): Iterable<TableChange> {
  const [from, to] = [tablespaceOf(was), tablespaceOf(is)]
  if (from !== to) yield { kind: 'move-index', table, index: is.name, tablespace: to }
}

function tablespaceOf(part: TableConstraint | TableIndex): string | undefined {
  return 'tablespace' in part ? part.tablespace : undefined
}

function* indexChanges(
  original: Table,
  before: Table,
  after: Table,
  { concurrently }: DiffOptions,
): Iterable<TableChange> {
  const old = new Map(before.indexes.map((index) => [index.role, index]))
  const recreated = recreatedColumns(before, after)
  const unlike = unlikeColumns(before, after)
  const rewording = { retyped: retypedColumns(before, after), renulled: renulledColumns(before, after) }
  const standsInTheWay = (index: TableIndex): boolean =>
    indexUses(index, recreated) || indexTests(index, unlike) || isReworded(index, rewording)
  for (const index of after.indexes) {
    const was = old.get(index.role)
    old.delete(index.role)
    if (was !== undefined && sameIndex(was, index) && !standsInTheWay(index)) {
      if (was.name !== index.name) yield { kind: 'rename-index', table: after, from: was.name, to: index.name }
      yield* moved(was, index, after)
      continue
    }
    if (was !== undefined) yield { kind: 'drop-index', table: original, index: was, concurrently }
    yield { kind: 'add-index', table: after, index, concurrently }
  }
  for (const index of old.values()) yield { kind: 'drop-index', table: original, index, concurrently }
}

function sameIndex(a: TableIndex, b: TableIndex): boolean {
  return equal({ ...a, name: '', tablespace: undefined }, { ...b, name: '', tablespace: undefined })
}
