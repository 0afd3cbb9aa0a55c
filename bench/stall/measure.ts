import { connect } from '../../src/backends/connect'
import { toDatabase } from '../../src/backends/postgres/database'
import type { Strategy } from '../../src/backends/postgres/online/live-tables'
import { migration, placed } from '../../src/migrations/migration'
import { runMigrations } from '../../src/migrations/run-migrations'
import { schemaForRun } from '../../src/migrations/run-schema'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import type { BenchServer } from '../server'
import { fill, tables } from './changes'
import { type Stall, stallDuring } from './probe'

export interface Measured extends Stall {
  /** Of the whole change, in ms. */
  readonly total: number
}

export const names = { filled: 'strata_stall_filled', changed: 'strata_stall_changed' } as const

/** The database that every change begins with. */
export async function prepare(server: BenchServer, rows: number): Promise<void> {
  await server.createDatabase(names.filled)
  await withDatabase(server.url(names.filled), async (db) => {
    await apply(db, [], 'direct')
    for (const sql of fill(rows).split(';')) await db.script(sql)
    await db.script('CHECKPOINT')
  })
}

/** Makes a change in a copy of it, while others read and write. */
export async function measured(
  server: BenchServer,
  rows: number,
  operation: Operation,
  strategy: Strategy,
): Promise<Measured> {
  await server.createDatabase(names.changed, names.filled)
  return withDatabase(server.url(names.changed), async (db) => {
    // A copy has cold pages and old statistics of who reads what.
    await db.script('SELECT sum(length(pad)) FROM shop_book')
    let total = 0
    const stall = await stallDuring(server.url(names.changed), rows, async () => {
      const start = performance.now()
      await apply(db, [operation], strategy)
      total = performance.now() - start
    })
    return { ...stall, total }
  })
}

async function apply(db: Database, operations: readonly Operation[], strategy: Strategy): Promise<void> {
  const first = placed('shop', '0001', migration({ operations: tables }))
  const second = placed('shop', '0002', migration({ dependencies: [['shop', '0001']], operations }))
  await runMigrations({
    db,
    set: { apps: ['shop'], migrations: operations.length === 0 ? [first] : [first, second] },
    targets: [{ kind: 'all' }],
    schema: schemaForRun(db, { strategy }),
    lock: { timeoutMs: 0 },
  })
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = toDatabase(await connect(url, { baseDir: '.' }))
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
