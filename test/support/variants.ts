import { after, afterEach, before, beforeEach, describe } from 'node:test'
import { connect } from '../../src/backends/connect'
import { emptyDatabase } from '../../src/backends/postgres/catalog-lines'
import { PgliteThread } from '../../src/backends/postgres/pglite-thread'
import type { Connection } from '../../src/sql/connection'
import { createDatabase, query, type TestDatabase } from './databases'
import { type ServerPlan, serverPlans } from './servers'

/** One kind of database that a suite runs on, empty at the start of each test. */
export interface Variant {
  /** `pglite`, `postgres 18` … */
  readonly name: string
  /** Whether `open` gives a session of its own each time. PGlite has one. */
  readonly manySessions: boolean
  /** What another process would connect to; for PGlite, a database of its own. To be read in a test or a hook. */
  readonly url: string
  /** A session, closed after the test. */
  open(): Promise<Connection>
}

export interface VariantOptions {
  /** Leaves PGlite out: for locks, sessions that wait for each other, and processes that die. */
  readonly manySessions?: true
  /** Takes in the PGlite that runs in a thread of its own. */
  readonly thread?: true
}

/** Declares a suite once for each kind of database: PGlite, and every real server. */
export function variants(run: (variant: Variant) => void, { manySessions, thread }: VariantOptions = {}): void {
  if (!manySessions) describe('pglite', () => onPglite(run, pglite))
  if (thread) describe('pglite in a thread', () => onPglite(run, pgliteThread))
  for (const plan of serverPlans()) describe(plan.name, () => onServer(plan, run))
}

function onPglite(run: (variant: Variant) => void, open: () => Promise<Connection>): void {
  beforeEach(async () => {
    const connection = await open()
    await connection.script(`${FORGET_SESSION};${emptyDatabase}`)
  })
  run({
    name: 'pglite',
    manySessions: false,
    url: 'pglite:memory',
    open: async () => withoutClose(await open()),
  })
}

const pglite = onceOpened(() => connect('pglite:memory', { baseDir: '.' }))
const pgliteThread = onceOpened(async () => {
  const thread = new PgliteThread()
  return Object.assign(await thread.open(), { close: () => thread.stop() })
})

/** One for all suites of a process: a start takes seconds. */
function onceOpened(open: () => Promise<Connection>): () => Promise<Connection> {
  let shared: Promise<Connection> | undefined
  // After all suites of the process. An open PGlite keeps a process from ending for seconds.
  after(async () => (await shared)?.close())
  return () => {
    shared ??= open()
    return shared
  }
}

function withoutClose(connection: Connection): Connection {
  return {
    run: (statement) => connection.run(statement),
    script: (sql) => connection.script(sql),
    transaction: (work) => connection.transaction(work),
    get inTransaction() {
      return connection.inTransaction
    },
    label: connection.label,
    serverVersion: connection.serverVersion,
    close: async () => {},
  }
}

function onServer(plan: ServerPlan, run: (variant: Variant) => void): void {
  let database: TestDatabase | undefined
  let opened: Connection[] = []
  const url = () => {
    if (!database) throw new Error(`${plan.name} has no database yet: ask for it in a test or a hook`)
    return database.url
  }
  before(async () => {
    database = await createDatabase(await plan.start())
  })
  beforeEach(async () => {
    await query(url(), END_OTHER_SESSIONS, emptyDatabase)
  })
  afterEach(async () => {
    const connections = opened
    opened = []
    await Promise.all(connections.map((connection) => connection.close().catch(() => {})))
  })
  after(() => database?.drop())
  run({
    name: plan.name,
    manySessions: true,
    get url() {
      return url()
    },
    open: async () => {
      const connection = await connect(url(), { baseDir: '.' })
      opened.push(connection)
      return connection
    },
  })
}

const FORGET_SESSION = 'RESET ALL; DISCARD TEMP; SELECT pg_advisory_unlock_all()'

/** What a test left open, or a process that it started, would hold up the next one. */
const END_OTHER_SESSIONS = `
DO $$ DECLARE other int; BEGIN
  FOR other IN SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LOOP
    IF current_setting('server_version_num')::int >= 140000 THEN PERFORM pg_terminate_backend(other, 1000);
    ELSE PERFORM pg_terminate_backend(other);
    END IF;
  END LOOP;
END $$`
