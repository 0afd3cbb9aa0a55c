import type { Statement } from '../../backends/postgres/ddl/takes'
import type { ActionOf } from '../action'
import { constrained, defaultCalls, isKnownChange, isTimeZoneChange, keepsRows, typeText } from '../pg-type'
import { constraintParts } from './constraints'
import { type Around, noLocks, noWork, type Part, type Parts, take, takeEach } from './part'

export function* addColumn(action: ActionOf<'add-column'>, around: Around): Parts {
  const { table, column, constraints } = action
  if (action.ifNotExists && around.before.column(table, column.name) !== undefined) {
    yield* takeEach(around, 'add column', table)
    return
  }
  const rewriting = isRewriting(action, around)
  if (rewriting === undefined)
    yield noWork(`whether ${callsFor(action, around).join(', ')} gives each row another value`)
  yield* takeEach(around, rewriting ? 'add column, rewriting' : 'add column', table)
  for (const constraint of constraints) {
    // A new column without a value has nothing that could refer to nothing.
    const isEmpty = column.default === 'none' && constraint.kind === 'foreign'
    yield* constraintParts(table, isEmpty ? { ...constraint, valid: false } : constraint, around)
  }
}

/** Functions of the default: its own, or else that of its type. */
function callsFor({ column, calls }: ActionOf<'add-column'>, { picture }: Around): readonly string[] {
  return calls ?? defaultCalls(column.type, picture.domains) ?? []
}

/** undefined: that is not known. */
function isRewriting(action: ActionOf<'add-column'>, around: Around): boolean | undefined {
  const { column } = action
  const { picture, named } = around
  if (constrained(column.type, picture.domains) || column.counts !== undefined || column.generated === 'stored')
    return true
  if (column.generated === 'virtual') return false
  const all = callsFor(action, around).map((name) => named.functions.get(name.split('.').at(-1) ?? '')?.volatility)
  if (all.includes('volatile')) return true
  return all.every((each) => each === 'steady') ? false : undefined
}

export function* dropColumn({ table, column, cascade }: ActionOf<'drop-column'>, around: Around): Parts {
  const { before } = around
  if (cascade && isRead(table, around)) yield noLocks(`what ${table}.${column} takes along`)
  yield* takeEach(around, 'drop column', table)
  const gone = before.constraints(table).filter(({ kind, columns }) => kind === 'foreign' && columns.includes(column))
  yield take('drop foreign key', table, { targets: gone.flatMap(({ target }) => target ?? []) })
}

/** Whether others rest on a table. */
function isRead(table: string, { before }: Around): boolean {
  const views = [...before.views.values()].some(({ tables }) => tables.includes(table))
  const stored = [...before.storedViews.values()].some(({ tables }) => tables.includes(table))
  return views || stored || before.referrers(table).some((each) => each.table !== table)
}

export function* alterType(action: ActionOf<'alter-type'>, around: Around): Parts {
  const { table, column } = action
  const { picture } = around
  const known = picture.column(table, column)
  if (known === undefined) {
    yield noLocks(`the column ${table}.${column}`)
    return
  }
  const { type: from, collation } = known
  const computed = action.computed === true
  const change = { from, to: action.type, using: action.using, computed, domains: picture.domains }
  const own = picture.constraints(table).filter(({ kind, columns }) => kind === 'foreign' && columns.includes(column))
  const others = picture
    .referrers(table)
    .filter(({ constraint }) => picture.columnsReferred(constraint).includes(column))
  const keys = [
    ...own.map((constraint) => ({ table, target: constraint.target ?? '' })),
    ...others.map((one) => ({ table: one.table, target: table })),
  ]
  for (const key of keys) yield take('drop foreign key', key.table, { targets: [key.target] })
  if (action.computed === 'maybe' || !isKnownChange(change) || isTimeZoneChange(change)) {
    const why = isTimeZoneChange(change) ? ', which goes by the time zone of the session' : ''
    yield noWork(`whether the rows of ${table} stay as they are as ${typeText(action.type)}${why}`)
    yield* takeEach(around, 'alter type', table)
  } else if (!keepsRows(change)) {
    yield* takeEach(around, 'alter type, rewriting', table)
    for (const key of keys) yield take('add foreign key', key.table, { targets: [key.target] })
  } else {
    for (const each of picture.partsOf(table)) {
      for (const statement of keeping({ ...action, table: each }, collation, around)) yield take(statement, each)
    }
  }
}

/** Of a type that reads the same bytes: checks are made again, and indexes whose order it changes. */
function* keeping(
  { table, column, collation }: ActionOf<'alter-type'>,
  before: string | undefined,
  { picture }: Around,
): Iterable<Statement> {
  yield 'alter type'
  const checks = picture.constraints(table).filter(({ kind, valid }) => kind === 'check' && valid)
  if (checks.some(({ columns }) => columns.includes(column))) yield 'alter type, checks'
  const over = picture.indexes(table).filter(({ columns }) => columns.includes(column))
  if (over.some(({ plain }) => !plain || collation !== before)) yield 'alter type, indexes'
}

export function setNotNull({ table, column }: ActionOf<'set-not-null'>, { picture }: Around): readonly Part[] {
  return picture
    .partsOf(table)
    .map((each) => take(picture.provesNotNull(each, column) ? 'set not null, proven' : 'set not null', each))
}

export function* setExpression({ table, column }: ActionOf<'set-expression'>, { picture }: Around): Parts {
  const isStored = picture.column(table, column)?.generated === 'stored'
  yield take(isStored ? 'alter type, rewriting' : 'alter column', table)
  if (!isStored) yield noWork(`whether the rows of ${table} are looked at`)
}
