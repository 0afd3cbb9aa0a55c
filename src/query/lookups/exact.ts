import type { Lookup } from './lookup'

/** Equal to the value; NULL where the value is null. A boolean column stands for itself. */
export const exact: Lookup = {
  name: 'exact',
  test({ place, value, term }) {
    if (value === null || value === undefined) return { kind: 'is-null', term: place.term, negated: false }
    if (typeof value === 'boolean' && place.type?.kind === 'boolean') {
      const holds = { kind: 'term', term: place.term } as const
      return value ? holds : { kind: 'not', test: holds }
    }
    return { kind: 'compare', operator: '=', left: place.term, right: term(value) }
  },
}
