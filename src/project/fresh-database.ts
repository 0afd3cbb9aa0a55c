import { randomBytes } from 'node:crypto'
import { connect, parseDatabaseUrl } from '../backends/connect'
import { toDatabase } from '../backends/postgres/database'
import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'
import { statement } from '../sql/statement'

/** An empty database that is gone when it is closed: in memory, or one made on the server that a URL names. */
export async function openFresh(url: string): Promise<Database> {
  const place = parseDatabaseUrl(url)
  switch (place.kind) {
    case 'pglite-memory':
      return toDatabase(await connect(url, { baseDir: '.' }))
    case 'postgres':
      return openMade(place.url)
    case 'pglite':
      throw new NotFreshError(place.label)
  }
}

async function openMade(url: string): Promise<Database> {
  const name = `strata_test_${randomBytes(6).toString('hex')}`
  await onServer(url, `CREATE DATABASE ${name}`)
  const drop = (): Promise<void> => onServer(url, `DROP DATABASE ${name} WITH (FORCE)`)
  const own = new URL(url)
  own.pathname = `/${name}`
  try {
    const connection = await connect(own.href, { baseDir: '.' })
    const close = async (): Promise<void> => {
      await connection.close()
      await drop()
    }
    return Object.create(toDatabase(connection), { close: { value: close } }) as Database
  } catch (error) {
    await drop()
    throw error
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const connection = await connect(url, { baseDir: '.' })
  try {
    await connection.run(statement(sql))
  } finally {
    await connection.close()
  }
}

/** What is in a folder would have to be emptied first, which nobody asked for. */
export class NotFreshError extends StrataError {
  constructor(label: string) {
    super({
      code: 'testing.database',
      message: `${label} is no place for a test of migrations, which needs a database of its own.`,
      hint: "Leave 'database' out for one in memory, or give a postgres:// URL: a database is made on that server, and dropped.",
      facts: { database: label },
    })
  }
}
