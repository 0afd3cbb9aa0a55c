import type { Term, Test } from '../../sql/query'
import type { Place } from '../scope'

/** What a lookup is asked: of which column, with which value. */
export interface Asked {
  readonly place: Place
  readonly value: unknown
  /** A value as one of the column's own kind, or an expression, as a term. */
  term(value: unknown): Term
}

/** One way to ask about a column: `price__gte`. It rewrites the question as a test. */
export interface Lookup {
  readonly name: string
  test(asked: Asked): Test
}
