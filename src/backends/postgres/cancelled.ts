import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { DatabaseError } from './database-error'

/** Milliseconds that a statement of the session may take; 0: as long as it likes. */
export async function statementTimeout(db: Connection): Promise<number> {
  const { rows } = await db.run(statement(`SELECT setting::integer FROM pg_settings WHERE name = 'statement_timeout'`))
  return Number(rows[0]?.[0])
}

/**
 * Whether somebody ended it with pg_cancel_backend. A statement_timeout has the same SQLSTATE and other words, but in
 * whatever language the server speaks: where they are not known, a timeout is what took that long.
 */
export function isCancelled(error: unknown, tookMs: number, timeoutMs: number): error is DatabaseError {
  if (!(error instanceof DatabaseError) || error.sqlstate !== QUERY_CANCELED) return false
  if (/due to user request$/.test(error.message)) return true
  return !/due to statement timeout$/.test(error.message) && (timeoutMs === 0 || tookMs < timeoutMs)
}

const QUERY_CANCELED = '57014'
