import type { Term } from '../sql/query'
import type { Place } from './scope'

/** The place itself where it is the only one; else all of them as one row: a key of several fields. */
export function onePlace(places: readonly Place[]): Place {
  const [only] = places
  if (only !== undefined && places.length === 1) return only
  return {
    term: rowOf(places.map(({ term }) => term)),
    field: undefined,
    type: undefined,
    nullable: places.some(({ nullable }) => nullable),
    lookups: [],
    parts: places,
  }
}

export function rowOf(terms: readonly Term[]): Term {
  return { kind: 'call', function: 'ROW', args: terms }
}

/** The columns of a place, one by one: a row of several is nothing that a driver could read. */
export function termsOf({ term, parts }: Place): readonly Term[] {
  return parts === undefined ? [term] : parts.map((part) => part.term)
}
