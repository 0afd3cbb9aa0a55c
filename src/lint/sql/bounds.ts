import type { Bounds } from '../action'
import { plainValue } from './expressions'
import type { Node, PartitionBound } from './nodes'
import { textOf } from './nodes'

/** FOR VALUES …. */
export function boundsOf({ strategy, lowerdatums, upperdatums, listdatums }: PartitionBound = {}): Bounds {
  switch (strategy) {
    case 'r': {
      const [from, to] = [values(lowerdatums), values(upperdatums)]
      return from === undefined || to === undefined ? { kind: 'unread' } : { kind: 'range', from, to }
    }
    case 'l': {
      const all = listdatums ?? []
      const given = all.filter(({ A_Const: value }) => value?.isnull !== true)
      const read = values(given)
      return read === undefined
        ? { kind: 'unread' }
        : { kind: 'list', values: read, hasNull: given.length < all.length }
    }
    case 'h':
      return { kind: 'hash' }
    default:
      return { kind: 'unread' }
  }
}

/** undefined: one of them is no plain value. */
function values(datums: readonly Node[] = []): readonly string[] | undefined {
  const read = datums.map((datum) => unbounded(datum) ?? plainValue(datum))
  return read.every((value) => value !== undefined) ? read : undefined
}

/** No value: MINVALUE and MAXVALUE come as the names of columns. */
function unbounded({ ColumnRef: ref }: Node): string | undefined {
  const name = ref && textOf(ref.fields.at(-1))
  return name === 'minvalue' || name === 'maxvalue' ? '' : undefined
}
