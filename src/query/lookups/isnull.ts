import { LookupValueError } from '../errors'
import type { Lookup } from './lookup'

/** NULL, or with false, not NULL. */
export const isnull: Lookup = {
  name: 'isnull',
  test({ place, value }) {
    if (typeof value !== 'boolean') throw new LookupValueError('isnull', value, 'true or false')
    return { kind: 'is-null', term: place.term, negated: !value }
  },
}
