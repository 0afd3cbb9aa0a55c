import { isExpression } from '../../sql/expression'
import type { Comparison, Term } from '../../sql/query'
import { LookupValueError } from '../errors'
import type { Place } from '../scope'
import type { Asked, Lookup } from './lookup'

/** The column as text; an address without its netmask, as people write it. */
export function textOf({ term, type }: Place): Term {
  return type?.kind === 'inet' ? call('HOST', term) : { kind: 'cast', term, type: 'text' }
}

export const upper = (term: Term): Term => call('UPPER', term)

function call(name: string, ...args: readonly Term[]): Term {
  return { kind: 'call', function: name, args }
}

function literal(value: string): Term {
  return { kind: 'literal', value }
}

/** The value as text; what it is to the column does not matter here. */
export function textValue(
  lookup: string,
  { value, term }: Asked,
  change: (text: string) => string = (text) => text,
): Term {
  if (isExpression(value)) return term(value)
  if (value === null || value === undefined || typeof value === 'object') {
    throw new LookupValueError(lookup, value, 'a text')
  }
  return { kind: 'param', value: change(String(value)) }
}

interface Pattern {
  readonly before: '%' | ''
  readonly after: '%' | ''
  /** UPPER on both sides is what an index on `Upper(…)` serves; ILIKE it does not. */
  readonly ignoreCase?: true
}

/** A lookup by LIKE. The characters that mean something to LIKE stand for themselves. */
export function matching(name: string, { before, after, ignoreCase }: Pattern): Lookup {
  const wrap = (text: string): string => before + text.replace(/[\\%_]/g, '\\$&') + after
  const fold = ignoreCase ? upper : (term: Term): Term => term
  return {
    name,
    test(asked) {
      const right = isExpression(asked.value)
        ? around(before, fold(escaped(asked.term(asked.value))), after)
        : fold(textValue(name, asked, wrap))
      return { kind: 'compare', operator: 'LIKE', left: fold(textOf(asked.place)), right }
    },
  }
}

/** The same escaping where the text is known to the database only. */
function escaped(term: Term): Term {
  return ['\\', '%', '_'].reduce<Term>(
    (inner, character) => call('REPLACE', inner, literal(character), literal(`\\${character}`)),
    { kind: 'cast', term, type: 'text' },
  )
}

function around(before: string, term: Term, after: string): Term {
  const parts = [...(before ? [literal(before)] : []), term, ...(after ? [literal(after)] : [])]
  return parts.reduce((left, right) => ({ kind: 'binary', operator: '||', left, right }))
}

/** A lookup by a regular expression of PostgreSQL. */
export function matchingRegex(name: string, operator: Extract<Comparison, '~' | '~*'>): Lookup {
  return {
    name,
    test: (asked) => ({ kind: 'compare', operator, left: textOf(asked.place), right: textValue(name, asked) }),
  }
}
