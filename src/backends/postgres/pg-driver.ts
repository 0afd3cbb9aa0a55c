import { Client } from 'pg'
import type { Connection } from '../../sql/connection'
import { postgresLabel } from '../database-url'
import { connectError } from './connect-error'
import { DatabaseError, databaseError } from './database-error'
import { type Answer, openSession, type Wire } from './session'
import { asText, VALUE_PARSERS } from './value-text'

/** Seconds until a server that does not answer counts as unreachable; `?connect_timeout=` in the URL says otherwise. */
const CONNECT_TIMEOUT = 10

/** Opens one session of a PostgreSQL server. */
export async function openPg(url: string): Promise<Connection> {
  const label = postgresLabel(url)
  const client = newClient(url)
  // Without a listener a connection that breaks between two statements would end the process. The next statement says it.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => undefined)
    throw connectError(error, { label, url })
  }
  return openSession(new PgWire(client), label)
}

function newClient(url: string): Client {
  const seconds = Number(new URL(url).searchParams.get('connect_timeout') ?? CONNECT_TIMEOUT)
  return new Client({
    connectionString: url,
    // The URL's own `application_name` wins.
    application_name: 'strata',
    connectionTimeoutMillis: seconds * 1000,
    // Index builds can keep a connection silent for longer than a firewall remembers it.
    keepAlive: true,
    types: { getTypeParser: (oid: number) => VALUE_PARSERS[oid] ?? asText },
  })
}

class PgWire implements Wire {
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  async query(sql: string, params: readonly (string | null)[]): Promise<Answer> {
    try {
      // `extended` also without parameters, so that one statement is one statement, as with PGlite.
      const query = { text: sql, values: [...params], rowMode: 'array' as const, queryMode: 'extended' }
      const { fields, rows, rowCount, command } = await this.#client.query<unknown[]>(query)
      return { columns: fields.map(({ name }) => name), rows, count: rowCount ?? 0, command }
    } catch (error) {
      throw ours(error, sql)
    }
  }

  async script(sql: string): Promise<void> {
    try {
      await this.#client.query(sql)
    } catch (error) {
      throw ours(error, sql)
    }
  }

  close(): Promise<void> {
    return this.#client.end()
  }
}

function ours(error: unknown, sql: string): unknown {
  if (!isLostLine(error)) return databaseError(error, sql)
  return new DatabaseError({ code: '08006', message: 'The connection to the database was lost.' }, sql, error)
}

/** pg has no class for it: a system error, or one of its own sentences. */
function isLostLine(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if ('syscall' in error) return true
  return /^Connection terminated|^Client (was closed|has encountered a connection error)/.test(error.message)
}
