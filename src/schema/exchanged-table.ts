import type { ModelKey } from '../state/model-state'
import type { KeyMap } from './renamed-table'
import { rekeyed } from './renamed-table'
import type { Table } from './table'

/**
 * A table that is another thing from now on: the table of links of a field is that of a model of its own, or the
 * reverse. Its rows stay.
 */
export interface ExchangedTable {
  /** The key of the table in the old state, `app.Model.field` for links. */
  readonly from: string
  readonly to: string
  /** What its columns are called in the new state. */
  readonly columns: ReadonlyMap<string, string>
}

interface TablePair {
  readonly key: ModelKey
  readonly before: readonly Table[]
  readonly after: readonly Table[]
}

/** The tables of each model before and after, with the exchanged one before where it is after. */
export function withExchanged<Pair extends TablePair>(
  pairs: ReadonlyMap<ModelKey, Pair>,
  exchanged: ExchangedTable | undefined,
): ReadonlyMap<ModelKey, Pair> {
  if (exchanged === undefined) return pairs
  const table = [...pairs.values()].flatMap(({ before }) => before).find(({ key }) => key === exchanged.from)
  if (table === undefined) return pairs
  return new Map(
    [...pairs].map(([key, pair]) => {
      const left = pair.before.filter((each) => each !== table)
      const comes = pair.after.some((each) => each.key === exchanged.to)
      return [key, { ...pair, before: comes ? [...left, table] : left }]
    }),
  )
}

/** The table in the keys of what it is from now on. */
export function rekeyedExchanged(table: Table, { columns }: ExchangedTable, keys: KeyMap): Table {
  const own = table.key
  const field = (model: ModelKey, name: string): string =>
    model === own ? (columns.get(name) ?? name) : keys.field(model, name)
  return rekeyed(table, own, { ...keys, isIdentity: false, field })
}
