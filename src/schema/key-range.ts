/** A stretch of a table along its primary key. Each bound has one value a column, as SQL writes it: `'5'::bigint`. */
export interface KeyRange {
  /** From the row behind this one; undefined: from the first. */
  readonly after: readonly string[] | undefined
  /** This one included. */
  readonly upTo: readonly string[]
}
