import { LookupValueError } from '../errors'
import type { Lookup } from './lookup'

/** From the first value to the second, both included. */
export const range: Lookup = {
  name: 'range',
  test({ place, value, term }) {
    if (!Array.isArray(value) || value.length !== 2) throw new LookupValueError('range', value, 'a list of two values')
    const [low, high]: readonly unknown[] = value
    for (const end of [low, high])
      if (end === null || end === undefined) throw new LookupValueError('range', end, 'two values')
    return { kind: 'between', term: place.term, low: term(low), high: term(high) }
  },
}
