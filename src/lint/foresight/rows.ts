import type { ActionOf, ConstraintFacts } from '../action'
import type { Picture } from '../picture'
import { type Around, noLocks, noWork, type Parts, take } from './part'
import { secured } from './reading'
import { calledFor } from './tables'

type Changing = ActionOf<'insert'> | ActionOf<'update'> | ActionOf<'delete'>

/** What changes of rows take: of their table, of what they read, and of the tables that foreign keys go to and come from. */
export function* changing(action: Changing, around: Around): Parts {
  const { table } = action
  const { before, statement } = around
  if (statement.node?.MergeStmt !== undefined) yield noLocks('which rows MERGE changes, and how')
  yield* secured(table, around)
  yield* inParts(action, around)
  const seen = new Set<string>()
  switch (action.kind) {
    case 'insert':
      yield* calledFor(table, 'insert', around)
      yield take('insert rows', table)
      yield* referredBy(before.constraints(table), around)
      if (action.updates.length > 0) yield* updated(table, action.updates, around, seen)
      return
    case 'update':
      yield* updated(table, action.columns, around, seen)
      yield* goneThrough(action, around)
      return
    case 'delete':
      yield* deleted(table, around, seen)
      yield* goneThrough(action, around)
  }
}

/** Which partitions get or have the rows goes by their values. */
function* inParts(action: Changing, { before }: Around): Parts {
  const { table } = action
  const { partitions = [], heirs = [] } = before.tables.get(table) ?? {}
  if (heirs.length > 0) yield noLocks(`the tables that inherit from ${table}`)
  // A row that is put into a part is held to what the whole says of it.
  if (action.kind !== 'delete') for (const whole of wholesOf(table, before)) yield take('look up rows', whole)
  if (partitions.length === 0) return
  if (action.kind === 'insert' || action.where !== undefined) yield noLocks(`which parts of ${table} it changes`)
}

function wholesOf(part: string, picture: Picture): readonly string[] {
  const whole = picture.wholeOf(part)
  return whole === undefined ? [] : [whole.name, ...wholesOf(whole.name, picture)]
}

function* goneThrough({ table, where }: ActionOf<'update'> | ActionOf<'delete'>, around: Around): Parts {
  const { UpdateStmt, DeleteStmt } = around.statement.node ?? {}
  const isJoined = UpdateStmt?.fromClause !== undefined || DeleteStmt?.usingClause !== undefined
  const isAll = where === undefined && !isJoined
  const parts = isAll ? around.before.partsOf(table) : [table]
  for (const each of parts) yield take(isAll ? 'update rows' : 'change rows', each)
  if (!isAll) yield noWork(`how many rows of ${table} it goes through`)
}

/** Rows that get another value are looked up where they refer to; those that refer to them, and what becomes of these. */
function* updated(table: string, columns: readonly string[], around: Around, seen: Set<string>): Parts {
  const { before } = around
  const isOver = (all: readonly string[]): boolean => all.some((column) => columns.includes(column))
  for (const each of before.partsOf(table)) yield* calledFor(each, 'update', around)
  yield* referredBy(
    before.constraints(table).filter((one) => isOver(one.columns)),
    around,
  )
  for (const { table: other, constraint } of before.referrers(table)) {
    if (!isOver(before.columnsReferred(constraint))) continue
    yield* passedOn(other, constraint, constraint.onUpdate, around, seen)
  }
}

function* deleted(table: string, around: Around, seen: Set<string>): Parts {
  const { before } = around
  for (const each of before.partsOf(table)) yield* calledFor(each, 'delete', around)
  for (const { table: other, constraint } of before.referrers(table)) {
    if (constraint.onDelete !== 'cascade') yield* passedOn(other, constraint, constraint.onDelete, around, seen)
    else {
      yield take('change rows', other)
      yield noWork(`how many rows of ${other} go along`)
      if (!seen.has(other)) yield* deleted(other, around, seen.add(other))
    }
  }
}

function* passedOn(
  table: string,
  constraint: ConstraintFacts,
  does: ConstraintFacts['onDelete'],
  around: Around,
  seen: Set<string>,
): Parts {
  if (around.before.partsOf(table).length > 1) yield noLocks(`which parts of ${table} refer to the rows`)
  if (does === 'nothing') yield take('lock rows', table)
  else {
    yield take('change rows', table)
    yield noWork(`how many rows of ${table} refer to them`)
    const key = `${table} ${constraint.name}`
    if (!seen.has(key)) yield* updated(table, constraint.columns, around, seen.add(key))
  }
}

function* referredBy(constraints: readonly ConstraintFacts[], { before }: Around): Parts {
  for (const { kind, target } of constraints) {
    if (kind !== 'foreign' || target === undefined) continue
    if (before.partsOf(target).length > 1) yield noLocks(`which parts of ${target} they refer to`)
    yield take('lock rows', target)
  }
}
