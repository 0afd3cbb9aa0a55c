import type { SelectQuery } from '../sql/query'

/** What a query set answers where it stands as a value of a lookup: the query for one column. */
export const subqueryOf: unique symbol = Symbol('strata.subquery')

export interface Subquery {
  /** `properties`: the fields to select where the query set does not say; its key unless given. */
  [subqueryOf](properties?: readonly string[]): SelectQuery
}

export function isSubquery(value: unknown): value is Subquery {
  return typeof value === 'object' && value !== null && subqueryOf in value
}
