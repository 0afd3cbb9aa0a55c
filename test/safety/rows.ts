import type { Operation } from '../../src/operations/operation'
import type { Row } from './row'
import { safe } from './safe'
import { unsafe } from './unsafe'

/** Rows that are one migration of operations. */
export const ofOperations: readonly (Row & { readonly operations: readonly Operation[] })[] = [
  ...unsafe,
  ...safe,
].flatMap((row) => {
  const [only, ...others] = row.migrations
  if (only === undefined || typeof only === 'string' || others.length > 0) return []
  return [{ ...row, operations: only.filter((part) => typeof part !== 'string') }]
})

/** Rows that are SQL in transactions. */
export const ofSql: readonly (Row & { readonly sql: readonly string[] })[] = [...unsafe, ...safe].flatMap((row) => {
  const sql = row.migrations.filter((change) => typeof change === 'string')
  return row.atomic === false || sql.length < row.migrations.length ? [] : [{ ...row, sql }]
})

/** PostgreSQL has no way for them beside readers and writers. */
export const refused: ReadonlySet<string> = new Set(['U05', 'U51'])
/** One value for all rows, which no key allows. */
export const doomed: ReadonlySet<string> = new Set(['U09o'])
/** With what a change ends the release before it, that until then reads and writes as ever. */
export const lastOfReleased: Readonly<Record<string, string>> = { U37: 'DROP TRIGGER', U111: 'LOCK TABLE' }
