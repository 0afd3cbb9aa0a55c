import type { Operation } from '../../src/operations/operation'

/** What a row runs: operations of a migration, or SQL of one, each in migrations of their own if there are several. */
export type Change = string | readonly (string | Operation)[]

/** One row of the corpus. */
export interface Row {
  readonly id: string
  readonly title: string
  /** SQL of migrations that were released before. */
  readonly past?: readonly string[]
  /** Migrations, one after the other, released together. */
  readonly migrations: readonly Change[]
  /** false: each statement by itself. */
  readonly atomic?: boolean
  /** Of PostgreSQL; 15 unless said. */
  readonly version?: number
  /** Rules, at error and warning level, that what is done at once is found by: exactly these. */
  readonly findings: readonly string[]
  /** The same where migrate does it beside readers and writers; only of rows that are operations. */
  readonly online?: readonly string[]
  readonly small?: readonly string[]
  readonly duplicates?: readonly string[]
}
