import { LookupValueError } from '../errors'
import { isSubquery, subqueryOf } from '../subquery'
import type { Lookup } from './lookup'

/** One of the values, or one that a query set finds. None of no values; NULL is never among them. */
export const isIn: Lookup = {
  name: 'in',
  test({ place, value, term }) {
    if (isSubquery(value)) return { kind: 'in-query', term: place.term, query: value[subqueryOf](place.key?.property) }
    if (!isIterable(value)) throw new LookupValueError('in', value, 'a list or a query set')
    const values = [...new Set(value)].filter((each) => each !== null && each !== undefined)
    if (values.length === 0) return { kind: 'constant', holds: false }
    return { kind: 'in', term: place.term, values: values.map(term) }
  },
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}
