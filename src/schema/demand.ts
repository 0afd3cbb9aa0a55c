/** What a step asks of the rows that are there: any that does not meet it makes the step fail. */
export interface Demand {
  readonly table: string
  /** Columns of the primary key, by which a row is named; empty where there is none. */
  readonly key: readonly string[]
  /** A query of the rows that do not meet it, all columns of the table among its own. */
  readonly rows: string
  /** What is wrong with them, after "rows with": `no value in stock`. */
  readonly wrong: string
}
