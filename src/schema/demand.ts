/** What a step asks of what is there: any row of the query does not meet it, and makes the step fail. */
export interface Demand {
  /** Rows of the table, or what the catalog says about it. */
  readonly of: 'rows' | 'catalog'
  readonly table: string
  /** Columns by which one that was found is named: those of the primary key; empty where there is none. */
  readonly key: readonly string[]
  /** A query of what does not meet it, those columns among its own. */
  readonly rows: string
  /** What is wrong: of rows after "rows with", as in `no value in stock`; of the catalog a sentence of its own. */
  readonly wrong: string
}
