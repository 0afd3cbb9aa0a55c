import { StrataError } from '../../../base/errors'
import type { SqlParam } from '../../../sql/statement'

/** A name as PostgreSQL takes it literally, whatever characters and capitals it has. */
export function quoteName(name: string): string {
  if (name.length === 0 || name.includes('\0')) throw new UnquotableError(name, 'a name')
  return `"${name.replaceAll('"', '""')}"`
}

/** A name with or without its schema before it: `pg_catalog.C`. */
export function qualifiedName(name: string): string {
  return name.split('.').map(quoteName).join('.')
}

/** What a name may mean that was read in SQL: all of it a name, or one with its schema before it. */
export function meanings(name: string): readonly string[] {
  return /^[^.]+\.[^.]+$/.test(name) ? [quoteName(name), qualifiedName(name)] : [quoteName(name)]
}

/**
 * A value as text of SQL. Every session of ours has `standard_conforming_strings` on, as PostgreSQL has it by default:
 * a backslash is a character like any other.
 */
export function quoteLiteral(value: SqlParam): string {
  if (value === null) return 'NULL'
  switch (typeof value) {
    case 'string':
      return quoteText(value)
    case 'number':
      return quoteNumber(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return quoteBytes(value)
  }
}

export function quoteText(text: string): string {
  if (text.includes('\0')) throw new UnquotableError(text, 'a text')
  return `'${text.replaceAll("'", "''")}'`
}

function quoteNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : `'${value}'::float8`
}

function quoteBytes(bytes: Uint8Array): string {
  return `'\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}'::bytea`
}

/** PostgreSQL has no NUL character in a text and no empty name. */
export class UnquotableError extends StrataError {
  constructor(text: string, what: string) {
    super({
      code: 'database.unquotable',
      message: `PostgreSQL cannot hold ${JSON.stringify(text)} as ${what}`,
      facts: { text },
    })
  }
}
