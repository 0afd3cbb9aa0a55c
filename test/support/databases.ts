import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { runId, type Server } from './servers'

/** A database of one suite. */
export interface TestDatabase {
  readonly name: string
  readonly url: string
  /** Also where sessions are still open. */
  drop(): Promise<void>
}

/** An empty database with a name of its own: 20 ms, extensions included after the first time. */
export async function createDatabase(
  server: Server,
  { extensions = [] }: { extensions?: readonly string[] } = {},
): Promise<TestDatabase> {
  const name = `${PREFIX}${process.pid}_${++count}`
  const template = extensions.length === 0 ? 'template1' : await templateWith(server, extensions)
  await query(server.url('postgres'), `CREATE DATABASE ${name} TEMPLATE ${template}`)
  if (process.env.STRATA_TEST_RUN === undefined) dropAtTheEnd(server)
  return {
    name,
    url: server.url(name),
    drop: async () => {
      await query(server.url('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** Runs statements in a session of their own. */
export async function query(url: string, ...statements: readonly string[]): Promise<readonly unknown[][]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    let rows: unknown[][] = []
    for (const text of statements) ({ rows } = await client.query<unknown[]>({ text, rowMode: 'array' }))
    return rows
  } finally {
    await client.end()
  }
}

/** Drops what this run of the tests has left on a server: its templates, and databases of processes that died. */
export async function dropDatabases(server: Pick<Server, 'url'>): Promise<void> {
  const base = server.url('postgres')
  for (const [name] of await query(base, `SELECT datname FROM pg_database WHERE starts_with(datname, '${PREFIX}')`)) {
    await query(base, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
}

const PREFIX = `strata_test_${runId}_`

let count = 0

/** Made once a run, by whichever process comes first; a database cannot be copied while somebody is connected to it. */
async function templateWith(server: Server, extensions: readonly string[]): Promise<string> {
  const digest = createHash('sha256')
    .update([...extensions].sort().join())
    .digest('hex')
    .slice(0, 12)
  const name = `${PREFIX}with_${digest}`
  const lock = new Client({ connectionString: server.url('postgres') })
  await lock.connect()
  try {
    await lock.query('SELECT pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await lock.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) {
      await lock.query(`CREATE DATABASE ${name}`)
      await query(server.url(name), ...extensions.map((extension) => `CREATE EXTENSION ${extension}`))
    }
  } finally {
    await lock.end()
  }
  return name
}

const toTidy = new Set<string>()

/** Only for a test file that is run alone: otherwise the runner does it. */
function dropAtTheEnd(server: Server): void {
  if (toTidy.has(server.name)) return
  toTidy.add(server.name)
  process.once('beforeExit', () => void dropDatabases(server))
}
