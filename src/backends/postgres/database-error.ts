import { StrataError } from '../../base/errors'
import { isRetryable, sqlStateName } from './sqlstate'

/** What PostgreSQL says about a failure; pg and PGlite name these fields alike. */
export interface ServerReport {
  readonly code: string
  readonly message: string
  readonly detail?: string | undefined
  readonly hint?: string | undefined
  readonly position?: string | undefined
  readonly where?: string | undefined
  readonly schema?: string | undefined
  readonly table?: string | undefined
  readonly column?: string | undefined
  readonly dataType?: string | undefined
  readonly constraint?: string | undefined
}

/** A statement that the database refused, in PostgreSQL's own words. */
export class DatabaseError extends StrataError {
  readonly sqlstate: string
  /** Whether the same work may succeed if it is done again. */
  readonly retryable: boolean
  readonly sql: string
  readonly constraint: string | undefined

  constructor(report: ServerReport, sql: string, cause?: unknown) {
    super({
      code: `database.${sqlStateName(report.code)}`,
      message: report.message,
      hint: report.hint,
      facts: factsOf(report, sql),
      cause,
    })
    this.sqlstate = report.code
    this.retryable = isRetryable(report.code)
    this.sql = sql
    this.constraint = report.constraint
  }
}

/** Whether a driver's error is the server's answer rather than a failure of the line or of the driver. */
export function isServerReport(error: unknown): error is Error & ServerReport {
  return error instanceof Error && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))
}

/** A driver's error as ours. What is not the server's answer is returned as it is. */
export function databaseError(error: unknown, sql: string): unknown {
  return isServerReport(error) ? new DatabaseError(error, sql, error) : error
}

/** PGlite's error as ours. What is not PostgreSQL's answer is a crash of the WebAssembly that it runs in. */
export function pgliteError(error: unknown, sql: string): unknown {
  if (isServerReport(error) || !(error instanceof Error)) return databaseError(error, sql)
  return new DatabaseError({ code: '58000', message: `PGlite crashed: ${error.message}` }, sql, error)
}

function factsOf(report: ServerReport, sql: string): Record<string, unknown> {
  const facts = {
    sqlstate: report.code,
    message: report.message,
    detail: report.detail,
    hint: report.hint,
    // Counted in characters of `sql`, from 1.
    position: report.position === undefined ? undefined : Number(report.position),
    where: report.where,
    schema: report.schema,
    table: report.table,
    column: report.column,
    dataType: report.dataType,
    constraint: report.constraint,
    sql,
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
