import type { Statement } from '../../backends/postgres/ddl/takes'
import type { ActionOf } from '../action'
import { type Around, noLocks, noWork, type Parts, take, takeEach } from './part'

export function* createTable(action: ActionOf<'create-table'>, around: Around): Parts {
  const { table, constraints, partitionOf: whole, inherits, like } = action
  const { before } = around
  if (action.ifNotExists && before.tables.has(table)) return
  const targets = constraints.flatMap(({ kind, target }) => (kind === 'foreign' && target !== table && target) || [])
  const parted = targets.find((target) => before.tables.get(target)?.partitionKey !== undefined)
  if (parted !== undefined) yield noLocks(`which parts of ${parted} a foreign key is for`)
  yield take('create table', table, { targets })
  for (const parent of inherits) yield take('set option', parent)
  for (const other of like) yield take('look up rows', other)
  if (whole !== undefined) yield* withDefault('create partition', whole, [], around)
}

export function* dropTable({ table, cascade }: ActionOf<'drop-table'>, around: Around): Parts {
  const { before } = around
  const parts = before.partsOf(table)
  const whole = before.wholeOf(table)
  const keys = parts.flatMap((each) => before.constraints(each).filter(({ kind }) => kind === 'foreign'))
  if (parts.length > 1 && keys.length > 0) yield noLocks(`which foreign keys the parts of ${table} have`)
  for (const each of parts) yield take('drop table', each, { targets: keys.flatMap(({ target }) => target ?? []) })
  if (whole !== undefined) {
    yield take('drop table', table, {
      targets: [whole.name, ...(whole.defaultPartition ? [whole.defaultPartition] : [])],
    })
  }
  if (!cascade) return
  yield take('drop table', table, { targets: before.referrers(table).map((each) => each.table) })
  for (const view of readersOf(table, around)) yield take('protect table', view)
}

/** Views that go along with a relation, and those that go along with them. */
export function readersOf(relation: string, around: Around): readonly string[] {
  const { views, storedViews } = around.before
  const over = [
    ...[...views].filter(([, { tables }]) => tables.includes(relation)),
    ...[...storedViews].filter(([, { tables }]) => tables.includes(relation)),
  ]
  return [...new Set(over.flatMap(([view]) => [view, ...readersOf(view, around)]))]
}

export function* truncate({ table, cascade }: ActionOf<'truncate'>, around: Around): Parts {
  const all = cascade ? referring(table, around) : [table]
  for (const each of all.flatMap((one) => around.before.partsOf(one))) {
    yield* calledFor(each, 'truncate', around)
    yield take('empty table', each)
  }
}

/** A table, those that refer to it, and those that refer to these. */
function referring(table: string, { before }: Around): readonly string[] {
  const found = new Set([table])
  for (const each of found) for (const { table: other } of before.referrers(each)) found.add(other)
  return [...found]
}

/** Triggers that somebody wrote do what they want. */
export function* calledFor(table: string, event: 'insert' | 'update' | 'delete' | 'truncate', around: Around): Parts {
  const known = around.before.tables.get(table)
  const called = [...(known?.triggers ?? [])].filter(([, events]) => events.includes(event)).map(([name]) => name)
  if (called.length > 0) yield noLocks(`what the trigger ${called.join(', ')} of ${table} does`)
  if (known?.hasRules) yield noLocks(`what the rules of ${table} do`)
}

export function* attach({ table, partition }: ActionOf<'attach'>, around: Around): Parts {
  yield* withDefault('attach partition', table, [partition], around)
}

/** The partition that takes all other rows is looked through for those that come to be another one's. */
function* withDefault(statement: Statement, table: string, others: readonly string[], { before }: Around): Parts {
  const rest = before.tables.get(table)?.defaultPartition
  const all = [...others, ...(rest === undefined ? [] : [rest])]
  const parted = all.find((name) => before.tables.get(name)?.partitionKey !== undefined)
  if (parted !== undefined) yield noLocks(`which parts of ${parted} are looked through`)
  const held = all.filter((name) => before.constraints(name).some(({ kind, valid }) => kind === 'check' && valid))
  yield take(statement, table, { targets: all.filter((name) => !held.includes(name)) })
  for (const name of held) {
    yield take('protect table', name)
    yield noWork(`whether the checks of ${name} say which rows it has`)
  }
  // Keys and checks of the whole become those of the part as well.
  const isKeyed = before.constraints(table).some(({ kind }) => kind === 'foreign')
  if (statement === 'attach partition' && isKeyed) yield noLocks(`whether the part has the foreign keys of ${table}`)
}

export function* detach(action: ActionOf<'detach'>, { before, version }: Around): Parts {
  const { table, partition, concurrently } = action
  const rest = before.tables.get(table)?.defaultPartition
  const targets = [partition]
  const statement = concurrently
    ? 'detach partition concurrently'
    : version < 14
      ? 'detach partition, before 14'
      : 'detach partition'
  yield take(statement, table, { targets })
  if (rest !== undefined && rest !== partition) yield take('protect table', rest)
  const isKeyed = before.constraints(table).some(({ kind }) => kind === 'foreign')
  if (isKeyed || before.referrers(table).length > 0) yield noLocks(`what becomes of the foreign keys of ${partition}`)
}

export function* rewrite({ table, by }: ActionOf<'rewrite'>, around: Around): Parts {
  const { unlogged } = around.before.tables.get(table) ?? {}
  if ((by === 'set logged' && unlogged === false) || (by === 'set unlogged' && unlogged === true)) {
    yield take('protect table', table)
    return
  }
  if (/logged/.test(by) && around.before.referrers(table).length > 0) yield noLocks(`what refers to ${table}`)
  yield* takeEach(around, by === 'set tablespace' ? 'move table' : 'rewrite table', table)
}
