import { Client } from 'pg'
import { startServer } from '../test/support/postgres-server'

/** A PostgreSQL in which databases are made anew as often as they are needed. */
export interface BenchServer {
  /** `PostgreSQL 18.4` */
  readonly name: string
  url(database: string): string
  /** An empty one, or a copy, in the place of one that may be there. */
  createDatabase(database: string, template?: string): Promise<void>
  dropDatabase(database: string): Promise<void>
  close(): Promise<void>
}

export const databases = {
  ready: 'strata_bench_ready',
  fresh: 'strata_bench_fresh',
  django: 'strata_bench_django',
} as const

/** A server of our own that goes when we are done, or the one of a URL. */
export async function openServer(given: string | undefined): Promise<BenchServer> {
  const own = given === undefined ? await startServer() : undefined
  const url = (database: string): string => {
    return own?.url(database) ?? Object.assign(new URL(given ?? ''), { pathname: `/${database}` }).href
  }
  const client = new Client({ connectionString: url('postgres') })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  const drop = (database: string) => client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  return {
    name: `PostgreSQL ${rows[0]?.server_version.split(' ')[0]}`,
    url,
    async createDatabase(database, template = 'template1') {
      await drop(database)
      await client.query(`CREATE DATABASE ${database} TEMPLATE ${template}`)
    },
    async dropDatabase(database) {
      await drop(database)
    },
    async close() {
      for (const database of Object.values(databases)) await drop(database)
      await client.end()
      await own?.stop()
    },
  }
}
