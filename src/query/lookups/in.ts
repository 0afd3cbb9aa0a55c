import { plural } from '../../base/text'
import type { SelectQuery } from '../../sql/query'
import { LookupValueError } from '../errors'
import type { Place } from '../scope'
import type { Subquery } from '../subquery'
import { isSubquery, subqueryOf } from '../subquery'
import type { Lookup } from './lookup'

/** One of the values, or one that a query set finds. None of no values; NULL is never among them. */
export const isIn: Lookup = {
  name: 'in',
  test({ place, value, term }) {
    if (isSubquery(value)) return { kind: 'in-query', term: place.term, query: subquery(value, place) }
    if (!isIterable(value)) throw new LookupValueError('in', value, 'a list or a query set')
    const values = [...new Set(value)].filter((each) => each !== null && each !== undefined)
    if (values.length === 0) return { kind: 'constant', holds: false }
    return { kind: 'in', term: place.term, values: values.map(term) }
  },
}

function subquery(value: Subquery, { key, parts }: Place): SelectQuery {
  const query = value[subqueryOf](key?.properties)
  const width = parts?.length ?? 1
  if (query.selected.length === width) return query
  throw new LookupValueError('in', value, `a query set with ${plural(width, 'value')} a row`)
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}
