import { StrataError } from '../../base/errors'
import { postgresDatabase } from '../database-url'
import { createdbCommand } from './createdb'
import { databaseError, isServerReport } from './database-error'

/** What the database is called, and where it is: not to be repeated, since it may hold a password. */
interface Target {
  readonly label: string
  readonly url: string
}

/** No server answers at the address. */
export class DatabaseUnreachableError extends StrataError {
  constructor({ label }: Target, cause: Error) {
    super({
      code: 'database.unreachable',
      message: `Cannot reach ${label}: ${reason(cause)}.`,
      hint: 'Check the host and the port in the database URL, and that the server runs and accepts connections.',
      facts: { database: label, reason: reason(cause) },
      cause,
    })
  }
}

/** The server does not let this user in. */
export class DatabaseAuthError extends StrataError {
  constructor({ label }: Target, cause: Error, reason = cause.message) {
    super({
      code: 'database.auth',
      message: `${label} refuses the login: ${reason}.`,
      hint: "Check the user and the password in the database URL, and the server's pg_hba.conf.",
      facts: { database: label, reason },
      cause,
    })
  }
}

/** The server has no such database. */
export class DatabaseMissingError extends StrataError {
  constructor({ label, url }: Target, cause: Error) {
    super({
      code: 'database.missing',
      message: `${label}: ${cause.message}.`,
      hint: `Create it: ${createdbCommand(url)}`,
      facts: { database: label, name: postgresDatabase(url) },
      cause,
    })
  }
}

/** A failure to connect as one of ours. */
export function connectError(error: unknown, target: Target): unknown {
  if (!(error instanceof Error)) return error
  if (isServerReport(error)) {
    if (error.code === '3D000') return new DatabaseMissingError(target, error)
    if (error.code.startsWith('28')) return new DatabaseAuthError(target, error)
    return databaseError(error, '')
  }
  if (/client password must be/.test(error.message)) return new DatabaseAuthError(target, error, NO_PASSWORD)
  return new DatabaseUnreachableError(target, error)
}

/** In place of pg's words, which speak of SASL. */
const NO_PASSWORD = 'the URL has no password, and the server asks for one'

/** A host with several addresses fails with one error for each, and no words of its own. */
function reason(error: Error): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ')
  }
  return error.message === 'timeout expired' ? 'no answer in time' : error.message
}
