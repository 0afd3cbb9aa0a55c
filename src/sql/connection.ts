import type { Statement } from './statement'

/**
 * What a statement returned. Values are what every driver of ours agrees on, whatever its defaults:
 * `smallint`, `integer`, `oid`, `real`, `double precision` → number; `boolean` → boolean; `bytea` → Uint8Array;
 * NULL → null; every other type (bigint, numeric, dates, json, uuid, arrays …) → PostgreSQL's text.
 * A field's `fromDb` makes the value of the property from it. The text is the same on every server: a session has
 * ISO dates, `postgres` intervals, hexadecimal bytes and the time zone UTC, however the database is configured.
 */
export interface Rows {
  readonly columns: readonly string[]
  /** One array a row, in the order of `columns`. */
  readonly rows: readonly (readonly unknown[])[]
  /** Rows returned or changed. */
  readonly count: number
}

/** One session of one database. Statements that are not waited for run one after the other. */
export interface Connection {
  /** Runs one statement. A parameter is what PostgreSQL reads from its text. Throws a DatabaseError. */
  run(statement: Statement): Promise<Rows>
  /** Runs any number of statements without parameters in one message. Throws a DatabaseError. */
  script(sql: string): Promise<void>
  /**
   * Runs `work` between BEGIN and COMMIT, or between SAVEPOINT and RELEASE inside another transaction.
   * Rolls back and throws on if `work` throws. Throws too if a statement failed and `work` hid it, or if another
   * transaction that is not inside this one was begun meanwhile: a session has one at a time.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>
  /** Whether `work` of a transaction is running. Knows nothing of a BEGIN that was run as a statement. */
  readonly inTransaction: boolean
  /** What a person would call this database, without a password: `postgres://me@host:5432/shop`, `pglite:.strata/db`. */
  readonly label: string
  /** Of the server, as a number: 150018 is 15.18. */
  readonly serverVersion: number
  /** Waits for what runs. Closing twice is once. */
  close(): Promise<void>
}
