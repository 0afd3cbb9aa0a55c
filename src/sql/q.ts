import type { Condition } from './expression'
import { isCondition, node } from './expression'

/** Lookups that hold together: `{ price__gte: 0, currency: 'EUR' }`. */
export type Lookups = Readonly<Record<string, unknown>>

function toCondition(of: Condition | Lookups): Condition {
  if (isCondition(of)) return of
  // A node is frozen with all it holds: the caller's array stays the caller's.
  const lookups = Object.entries(of).map(([path, value]) =>
    node({ kind: 'lookup', path, value: Array.isArray(value) ? [...value] : value }),
  )
  const [only] = lookups
  return lookups.length === 1 && only !== undefined ? only : node({ kind: 'and', children: lookups })
}

function join(kind: 'and' | 'or'): (...of: readonly (Condition | Lookups)[]) => Condition {
  return (...of) => node({ kind, children: of.map(toCondition) })
}

/**
 * A condition as a value, as Django's `Q`: `Q({ price__gte: 0 })`, `Q.or({ a: 1 }, { b: 2 })`, `Q.not({ c: null })`.
 * All lookups of one object hold together.
 */
export const Q: {
  (lookups: Lookups): Condition
  and(...of: readonly (Condition | Lookups)[]): Condition
  or(...of: readonly (Condition | Lookups)[]): Condition
  not(of: Condition | Lookups): Condition
} = Object.assign((lookups: Lookups) => toCondition(lookups), {
  and: join('and'),
  or: join('or'),
  not: (of: Condition | Lookups) => node({ kind: 'not', child: toCondition(of) }),
})
