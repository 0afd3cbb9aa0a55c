import { equal } from '../base/equal'
import type { ColumnType } from '../sql/column-type'
import type { ModelKey, ModelState } from '../state/model-state'
import { enumNamed, namesIn } from '../state/named-types'
import type { ProjectState } from '../state/project-state'
import { referrersOf } from '../state/relations'
import { emptyValue } from './empty-value'
import { rekeyedExchanged, withExchanged } from './exchanged-table'
import type { KeyMap } from './renamed-table'
import { keyMap, rekeyed } from './renamed-table'
import type { Retyping, StateChange } from './schema-editor'
import type { Column, ColumnDefault, Table, TableConstraint } from './table'
import type { TableChange } from './table-change'
import { inOrder } from './table-change'
import { diffTable, isRetyped } from './table-diff'
import { defaultOf, orderColumn, tablesOf } from './tables-of'

/** The tables of one model in either state, under the model's new key. */
interface Pair {
  readonly key: ModelKey
  readonly before: readonly Table[]
  readonly after: readonly Table[]
}

/** What brings the database from one state to the other, in the order in which it can be done. */
export function tableChanges(change: StateChange): readonly TableChange[] {
  const keys = keyMap(change.renames)
  const pairs = withExchanged(affected(change, keys), change.renames?.table)
  const retyped = retypedTargets(pairs, keys)
  const changes = [...pairs.values()].flatMap((pair) => pairChanges(pair, change, keys, retyped))
  return inOrder(withLateForeignKeys(changes))
}

/** Of tables that are created together, keys from one to another are added once all are there. */
function withLateForeignKeys(changes: readonly TableChange[]): readonly TableChange[] {
  const created = new Set(changes.flatMap((change) => (change.kind === 'create-table' ? [change.table.name] : [])))
  const waits = (table: Table, constraint: TableConstraint): boolean =>
    constraint.kind === 'foreign' &&
    constraint.targetNames.table !== table.name &&
    created.has(constraint.targetNames.table)
  return changes.flatMap((change): readonly TableChange[] => {
    if (change.kind !== 'create-table') return [change]
    const { table } = change
    const late = table.constraints.filter((constraint) => waits(table, constraint))
    if (late.length === 0) return [change]
    return [
      { ...change, table: { ...table, constraints: table.constraints.filter((each) => !late.includes(each)) } },
      ...late.map((constraint) => ({ kind: 'add-constraint', table, constraint, validate: true }) as const),
    ]
  })
}

/** The models that were named, and those that see something of them from outside: a table's name, a key's name and type. */
function affected(change: StateChange, keys: KeyMap): ReadonlyMap<ModelKey, Pair> {
  const oldKeys = new Map([...(change.renames?.models ?? [])].map(([old, key]) => [key, old]))
  const pairs = new Map<ModelKey, Pair>()
  const waiting = [...change.models]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (pairs.has(key)) continue
    const was = change.from.find(oldKeys.get(key) ?? key)
    const is = change.to.find(key)
    const pair: Pair = {
      key,
      before:
        was === undefined ? [] : tablesOf(change.from, was).map((table) => withFormerType(table, change.retyping)),
      after: is === undefined ? [] : tablesOf(change.to, is),
    }
    pairs.set(key, pair)
    if (was !== undefined && is !== undefined && looksDifferent(pair, was, is, keys)) {
      waiting.push(...lookersAt(change.to, key))
    }
  }
  return pairs
}

function looksDifferent({ before, after }: Pair, was: ModelState, is: ModelState, keys: KeyMap): boolean {
  const [a, b] = [before[0], after[0]]
  // A proxy has no table; columns of links are named after it all the same.
  if (a === undefined || b === undefined) return was.proxy && was.name !== is.name
  return !equal(seenFromOutside(rekeyed(a, is.key, keys), was), seenFromOutside(b, is))
}

/** All that tables of other models are made from: names, and the types of the columns that can be referred to. */
function seenFromOutside(table: Table, model: ModelState): unknown {
  const primary = table.constraints.find(({ kind }) => kind === 'primary')
  const referable = new Set(
    table.constraints.flatMap((each) => (each.kind === 'primary' || each.kind === 'unique' ? each.columns : [])),
  )
  const columns = table.columns
    .filter(({ key }) => referable.has(key))
    .map(({ key, name, type, collation }) => ({ key, name, type, collation }))
  return {
    name: table.name,
    model: model.name,
    primary: primary && 'columns' in primary ? primary.columns : [],
    columns,
  }
}

/** Models with a relation to the model, or to one that stands for its table. */
function lookersAt(state: ProjectState, key: ModelKey): readonly ModelKey[] {
  const proxies = [...state.models()].filter((model) => model.proxy && model.bases.includes(key))
  return [key, ...proxies.map((proxy) => proxy.key)].flatMap((each) =>
    referrersOf(state, each).map(({ model }) => model.key),
  )
}

/** `app.Model.field` of every column that changes its type. */
function retypedTargets(pairs: ReadonlyMap<ModelKey, Pair>, keys: KeyMap): ReadonlySet<string> {
  const retyped = new Set<string>()
  for (const {
    key,
    before: [was],
    after: [is],
  } of pairs.values()) {
    if (was === undefined || is === undefined) continue
    const old = new Map(rekeyed(was, key, keys).columns.map((column) => [column.key, column]))
    for (const column of is.columns) {
      if (isRetyped(old.get(column.key), column)) retyped.add(`${key}.${column.key}`)
    }
  }
  return retyped
}

function pairChanges(
  { key, before, after }: Pair,
  change: StateChange,
  keys: KeyMap,
  retyped: ReadonlySet<string>,
): readonly TableChange[] {
  const exchanged = change.renames?.table
  const old = new Map(
    before.map((table) => [table.key === exchanged?.from ? exchanged.to : newTableKey(table, key, keys), table]),
  )
  const changes: TableChange[] = []
  for (const table of after) {
    const was = old.get(table.key)
    old.delete(table.key)
    if (was === undefined) changes.push({ kind: 'create-table', table })
    else {
      const isModelTable = table.key === key
      const comparable =
        was.key === exchanged?.from
          ? rekeyedExchanged(was, exchanged, keys)
          : rekeyed(was, isModelTable ? key : linkOwner, keys)
      changes.push(
        ...diffTable(was, comparable, table, {
          fills: isModelTable ? fillsOf(change, key, table) : new Map(),
          concurrently: change.concurrently ?? false,
          notValid: new Set(change.notValid),
          targetChangesType: (constraint) =>
            constraint.target.fields.some((field) => retyped.has(`${constraint.target.model}.${field}`)),
          valuesOf: (type) => valuesOf(type, change.retyping),
        }),
      )
    }
  }
  // Tables of links go before the table that they refer to.
  return [...[...old.values()].reverse().map((table) => ({ kind: 'drop-table', table }) as const), ...changes]
}

/** The columns of a table of links are called `from` and `to`, whatever the fields of its model are called. */
const linkOwner = ''

function newTableKey(table: Table, key: ModelKey, keys: KeyMap): string {
  const [, , field] = table.key.split('.')
  return field === undefined ? key : `${key}.${keys.field(key, field)}`
}

function fillsOf({ fill, to }: StateChange, key: ModelKey, table: Table): ReadonlyMap<string, ColumnDefault> {
  const fills = new Map<string, ColumnDefault>([[orderColumn, { kind: 'param', value: 0 }]])
  if (fill?.model !== key) return fills
  if (fill.kind === 'all-empty') {
    for (const column of table.columns) {
      const value = emptyIfNeeded(column, to)
      if (value !== undefined) fills.set(column.key, value)
    }
    return fills
  }
  const column = table.columns.find((each) => each.key === fill.field)
  if (column === undefined) return fills
  const value =
    fill.kind === 'value' ? defaultOf(to, to.model(key).field(fill.field), fill.value) : emptyIfNeeded(column, to)
  return value === undefined ? fills : fills.set(fill.field, value)
}

function emptyIfNeeded(
  { nullable, default: given, identity, generated, type }: Column,
  state: ProjectState,
): ColumnDefault | undefined {
  if (nullable || given || identity || generated) return undefined
  if (type.kind !== 'named') return emptyValue(type)
  // An enum has no empty value: the first is as good as any.
  const [first] = enumNamed(state, type.name)?.options.values ?? []
  return first === undefined ? undefined : { kind: 'param', value: first }
}

/** The table as it stands while a type is made anew: with the old one, which steps aside under another name. */
function withFormerType(table: Table, retyping: Retyping | undefined): Table {
  if (retyping === undefined) return table
  const former = (type: ColumnType): ColumnType => {
    if (type.kind === 'array') return { ...type, of: former(type.of) }
    return type.kind === 'named' && type.name === retyping.type ? { ...type, name: retyping.formerly } : type
  }
  return { ...table, columns: table.columns.map((column) => ({ ...column, type: former(column.type) })) }
}

function valuesOf(type: ColumnType, retyping: Retyping | undefined): ReadonlyMap<string, string> | undefined {
  return retyping !== undefined && namesIn(type).includes(retyping.formerly) ? retyping.values : undefined
}
