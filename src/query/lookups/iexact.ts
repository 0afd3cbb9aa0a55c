import type { Lookup } from './lookup'
import { textOf, textValue, upper } from './text'

/** The same text, in capitals or not; NULL where the value is null. */
export const iexact: Lookup = {
  name: 'iexact',
  test(asked) {
    if (asked.value === null) return { kind: 'is-null', term: asked.place.term, negated: false }
    return {
      kind: 'compare',
      operator: '=',
      left: upper(textOf(asked.place)),
      right: upper(textValue('iexact', asked)),
    }
  },
}
