import type { SqlParam } from '../../sql/statement'

/**
 * A parameter as PostgreSQL reads it: always text, so that the server's own input function for the parameter's type
 * decides what it means, whatever a driver would make of it.
 */
export function paramText(param: SqlParam): string | null {
  if (param === null) return null
  if (param instanceof Uint8Array)
    return `\\x${Buffer.from(param.buffer, param.byteOffset, param.byteLength).toString('hex')}`
  return String(param)
}

/** Reads a value that the server sent as text. */
export type ValueParser = (text: string) => unknown

/** What every type without an entry in `VALUE_PARSERS` is read as. */
export const asText: ValueParser = (text) => text

/** By the type's oid, which is fixed for built-in types. The contract is that of `Rows`. */
export const VALUE_PARSERS: Readonly<Record<number, ValueParser>> = {
  16: (text) => text === 't', // boolean
  17: bytes, // bytea
  21: Number, // smallint
  23: Number, // integer
  26: Number, // oid
  700: Number, // real
  701: Number, // double precision
}

/** The text of a value must not depend on how a server, database or role is configured. */
export const SESSION_SETTINGS: Readonly<Record<string, string>> = {
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
}

/** Run once a session, in one round trip; answers with the server's version. */
export const SESSION_SETUP = `SELECT ${Object.entries(SESSION_SETTINGS)
  .map(([name, value]) => `set_config('${name}', '${value}', false)`)
  .join(', ')}, current_setting('server_version_num')::integer`

function bytes(text: string): Uint8Array {
  // A copy: a Buffer is a view of a pool, and compares unequal to a plain Uint8Array.
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
}
