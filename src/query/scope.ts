import type { Field } from '../fields/field'
import type { ColumnType } from '../sql/column-type'
import type { Term, Test } from '../sql/query'

/** What a path leads to: the column, and the words of the path that come after it. */
export interface Place {
  readonly term: Term
  /** Whose `toDb` makes a parameter of a value; undefined: a value is sent as it is. */
  readonly field: Field | undefined
  readonly type: ColumnType | undefined
  readonly nullable: boolean
  /** Of a primary key of several fields, each of them; the term is the row of them. */
  readonly parts?: readonly Place[] | undefined
  /** `['gte']` of `price__gte`, nothing of `price`. */
  readonly lookups: readonly string[]
  /** Where the path is a relation: what an object that stands for a row of the target holds the key under. */
  readonly key?: KeyOfTarget | undefined
}

export interface KeyOfTarget {
  readonly model: string
  /** One, or the parts of a composite key. */
  readonly properties: readonly string[]
}

/** Says what paths mean: columns of one table in DDL, columns of any related table in a query. */
export interface Scope {
  /** Throws a StrataError if the path leads nowhere. */
  place(path: string): Place
  /** The relation to many rows that the path goes through first. A scope of one table has none. */
  many?(path: string): Many | undefined
}

/** A relation to many rows: what is said of them is said inside `EXISTS`, so that no row comes twice. */
export interface Many {
  /** Paths with the same key go through the same relation. */
  readonly key: string
  /** The path from there on: `name__icontains`. */
  readonly rest: string
  open(): { readonly scope: Scope; exists(test: Test): Test }
}
