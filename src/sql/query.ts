import type { BinaryOperator } from './expression'
import type { SqlParam } from './statement'

/**
 * Queries with every path resolved, ready to be compiled. The first table of a query has the alias of its own name
 * unless another is given; joined ones have aliases of their own. Closed unions: a backend compiles them with a
 * `switch` without default.
 */
export type Query = SelectQuery | InsertQuery | UpdateQuery | DeleteQuery

/** A column of one of the tables in play, or something computed from them. */
export type Term =
  /** `table` is an alias; without it the column is written by its bare name, as in an index or a check. */
  | { readonly kind: 'column'; readonly table?: string | undefined; readonly column: string }
  | Param
  /** A value that is written into the text even where parameters could be sent: nothing around it settles its type. */
  | { readonly kind: 'literal'; readonly value: SqlParam }
  | { readonly kind: 'call'; readonly function: string; readonly args: readonly Term[]; readonly distinct?: boolean }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'cast'; readonly term: Term; readonly type: string }
  | { readonly kind: 'collate'; readonly term: Term; readonly collation: string }
  | {
      readonly kind: 'case'
      readonly whens: readonly { readonly test: Test; readonly then: Term }[]
      readonly otherwise?: Term | undefined
    }
  | { readonly kind: 'raw'; readonly sql: string }
  | { readonly kind: 'subquery'; readonly query: SelectQuery }
  | { readonly kind: 'star' }

export interface Param {
  readonly kind: 'param'
  readonly value: SqlParam
  /** Written as a cast where the place does not settle it. */
  readonly type?: string | undefined
  /** The text of an exact number: written without quotes where values stand in the text, `0.50` and not `'0.50'`. */
  readonly numeric?: boolean | undefined
}

export type Comparison =
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | '~'
  | '~*'
  | '@>'
  | '<@'
  | '&&'
  | '?'
  | '?|'
  | '?&'

/** What is true of a row or not. */
export type Test =
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Term; readonly right: Term }
  | { readonly kind: 'in'; readonly term: Term; readonly values: readonly Term[] }
  | { readonly kind: 'in-query'; readonly term: Term; readonly query: SelectQuery }
  | { readonly kind: 'between'; readonly term: Term; readonly low: Term; readonly high: Term }
  | { readonly kind: 'is-null'; readonly term: Term; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly tests: readonly Test[] }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'exists'; readonly query: SelectQuery }
  /** Holds always, or never: `filter({ id__in: [] })`. */
  | { readonly kind: 'constant'; readonly holds: boolean }
  /** A boolean term by itself. */
  | { readonly kind: 'term'; readonly term: Term }

export interface Join {
  readonly kind: 'inner' | 'left'
  readonly table: string
  readonly alias: string
  readonly on: Test
}

export interface Order {
  readonly term: Term
  readonly descending: boolean
  readonly nulls?: 'first' | 'last' | undefined
}

export interface Selected {
  readonly term: Term
  readonly as?: string | undefined
}

export interface SelectQuery {
  readonly kind: 'select'
  readonly table: string
  readonly alias?: string | undefined
  readonly joins: readonly Join[]
  /** None: `SELECT 1`, to know of rows without their values. */
  readonly selected: readonly Selected[]
  readonly distinct?: boolean | undefined
  readonly where?: Test | undefined
  readonly groupBy?: readonly Term[] | undefined
  readonly having?: Test | undefined
  readonly orderBy: readonly Order[]
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** A value of a new row; `default` leaves it to the database. */
export type InsertedValue = Term | { readonly kind: 'default' }

export interface InsertQuery {
  readonly kind: 'insert'
  readonly table: string
  /** None: one row of nothing but defaults. */
  readonly columns: readonly string[]
  /** One array a row in the order of `columns`. */
  readonly rows: readonly (readonly InsertedValue[])[]
  /** Also columns that the database alone counts up are given values. */
  readonly overriding?: boolean | undefined
  readonly onConflict?:
    | { readonly kind: 'ignore' }
    | { readonly kind: 'update'; readonly target: readonly string[]; readonly columns: readonly string[] }
    | undefined
  readonly returning: readonly string[]
}

export interface UpdateQuery {
  readonly kind: 'update'
  readonly table: string
  readonly set: readonly { readonly column: string; readonly term: Term }[]
  readonly where?: Test | undefined
  readonly returning?: readonly string[] | undefined
}

export interface DeleteQuery {
  readonly kind: 'delete'
  readonly table: string
  readonly where?: Test | undefined
}
