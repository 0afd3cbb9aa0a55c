import type { Comparison } from '../../sql/query'
import { LookupValueError } from '../errors'
import type { Place } from '../scope'
import { constant } from '../tests'
import type { Lookup } from './lookup'

type Order = Extract<Comparison, '<' | '<=' | '>' | '>='>

/** Nothing is greater or less than NULL: asking so is a mistake, not a question. */
export function comparing(name: string, operator: Order): Lookup {
  return {
    name,
    test({ place, value, term }) {
      if (value === null || value === undefined) throw new LookupValueError(name, value, 'a value')
      const settled = settledByBounds(place, operator, value)
      if (settled !== undefined) return constant(settled)
      return { kind: 'compare', operator, left: place.term, right: term(value) }
    },
  }
}

/** A number beyond all that the column can hold settles the question, as in Django. NULL would not be met, so it is left. */
function settledByBounds({ field, nullable }: Place, operator: Order, value: unknown): boolean | undefined {
  const bounds = field?.type.bounds
  const isWhole = typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
  if (bounds === undefined || nullable || !isWhole) return undefined
  const [min, max] = bounds
  if (BigInt(value) < min) return operator === '>' || operator === '>='
  if (BigInt(value) > max) return operator === '<' || operator === '<='
  return undefined
}
