import { type Condition, isCondition, isExpression } from '../sql/expression'
import { type Lookups, Q } from '../sql/q'

/** What a filter is given: a condition, or lookups in an object. */
export type Where = Condition | object

export function toCondition(where: Where): Condition {
  return isCondition(where) ? where : Q(copied(where) as Lookups)
}

/** A condition is frozen with all that it holds; the caller's own lists and records must stay as they are. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied)
  if (typeof value !== 'object' || value === null || isExpression(value)) return value
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copied(each)]))
}
