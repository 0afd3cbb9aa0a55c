import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { toDatabase } from '../../src/backends/postgres/database'
import { Index } from '../../src/constraints'
import { IntegerField } from '../../src/fields'
import type { Progress } from '../../src/migrations/progress'
import { AddField, AddIndex } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Connection } from '../../src/sql/connection'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { query, type Variant, variants } from '../support/database'
import { Shop } from '../support/shop'
import { changes, FILL, start } from '../support/table-changes'
import { failure } from '../unit/migrations/build'

const shop = new Shop(start)
const column = [new AddField({ model: 'Code', name: 'x', field: IntegerField({ null: true }) })]
const index = [new AddIndex({ model: 'Code', index: Index({ fields: ['label'], name: 'i' }) })]

/** Who is in the way of a run, and who ends it. */
variants(
  (variant: Variant) => {
    let db: Database
    let events: Progress[]
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      events = []
      await shop.release(db)
      await db.script(FILL)
    })
    const values = async (sql: string, on: Connection = db): Promise<readonly unknown[]> =>
      (await on.run(statement(sql))).rows.map(([value]) => value)
    const blockers = () => events.flatMap((event) => (event.kind === 'blocked' ? event.blockers : []))
    /** Runs the work once, right before a statement that begins so. */
    function before(begin: string, work: () => Promise<void>): Database {
      let isDone = false
      const meanwhile = async (sql: string): Promise<void> => {
        if (isDone || !sql.startsWith(begin)) return
        isDone = true
        await work()
      }
      return Object.create(db, {
        run: { value: (one: Parameters<Database['run']>[0]) => meanwhile(one.sql).then(() => db.run(one)) },
        script: { value: (sql: string) => meanwhile(sql).then(() => db.script(sql)) },
      })
    }
    const watch = { open: () => variant.open(), everyMs: 50 }

    describe('a prepared transaction, which has no process', () => {
      const prepared = async (t: { skip: (why: string) => void }): Promise<string | undefined> => {
        if ((await values('SHOW max_prepared_transactions'))[0] === '0') {
          t.skip('the server allows none')
          return undefined
        }
        const gid = `left ${process.pid} ${Date.now()}`
        const other = await variant.open()
        await other.script(`BEGIN; UPDATE shop_code SET label = 'x' WHERE number = 7; PREPARE TRANSACTION '${gid}'`)
        await other.close()
        return gid
      }

      test('is waited for without a place in the queue, and named', async (t) => {
        const gid = await prepared(t)
        if (gid === undefined) return
        const patience = { lockTimeouts: [50], oldMs: 100, budgetMs: 500 }
        const run = shop.migrate(db, column, { events, watch, patience })
        try {
          await assert.rejects(run, (error: Error) => {
            const cause = error.cause as Error & { hint?: string }
            assert.match(cause.message, /shop_code could not be locked in 0.5 s: a prepared transaction \(left /)
            assert.match(cause.hint ?? '', /ROLLBACK PREPARED/)
            return failure('migrate.lock-wait')(cause)
          })
        } finally {
          await db.script(`ROLLBACK PREPARED '${gid}'`)
        }
        await shop.migrate(db, column)
      })

      test('is named while an index waits for it', async (t) => {
        const gid = await prepared(t)
        if (gid === undefined) return
        const run = shop.migrate(db, index, { events, watch })
        for (const until = Date.now() + 5000; blockers().length === 0 && Date.now() < until; ) await sleep(20)
        await query(variant.url, `COMMIT PREPARED '${gid}'`)
        await run
        const [first] = blockers()
        assert.deepEqual([first?.kind, first?.applicationName], ['prepared', gid])
      })
    })

    describe('a server that ends the session of a run', () => {
      const widened = [changes['integer to bigint'] as Operation]
      for (const [title, operations, at, held] of [
        ['in the middle of an index', index, 'CREATE INDEX CONCURRENTLY', 'UPDATE shop_code SET label = 1'],
        ['in the middle of a batch', widened, 'UPDATE "shop_book" SET', 'SELECT FROM shop_book FOR UPDATE'],
        ['in the moment of an exchange', widened, 'LOCK TABLE', 'SELECT FROM shop_book'],
      ] as const) {
        test(`${title} leaves nothing that the next run does not finish`, async () => {
          const [pid] = await values('SELECT pg_backend_pid()')
          const holder = await variant.open()
          const waits = `SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND wait_event_type = 'Lock'`
          let ended: Promise<void> = Promise.resolve()
          const end = async (): Promise<void> => {
            while ((await values(waits, holder)).length === 0) await sleep(10)
            await holder.script(`SELECT pg_terminate_backend(${pid}); COMMIT`)
          }
          const meanwhile = before(at, async () => {
            await holder.script(`BEGIN; ${held}`)
            ended = end()
          })
          await assert.rejects(shop.migrate(meanwhile, operations), failure('migrate.failed', { sqlstate: '57P01' }))
          await ended
          const next = toDatabase(await variant.open())
          await shop.migrate(next, operations)
          assert.deepEqual(await values('SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid', next), [])
          assert.deepEqual(await values('SELECT count(stock)::integer FROM shop_book', next), [1500])
          assert.deepEqual(await values('SELECT step FROM strata_journal', next), [])
        })
      }
    })

    test('an exchange that loses a deadlock is made again, and the others never notice', async () => {
      const app = await variant.open()
      let writing: Promise<void> = Promise.resolve()
      const meanwhile = before('LOCK TABLE', async () => {
        await app.script('BEGIN; UPDATE shop_book SET note = 1 WHERE id = 1')
        writing = sleep(300).then(() => app.script('UPDATE shop_author SET name = 1 WHERE id = 1; COMMIT'))
      })
      const patience = { lockTimeouts: [3000], oldMs: 60_000, budgetMs: 60_000 }
      await shop.migrate(meanwhile, [changes['type of a key that others refer to'] as Operation], { events, patience })
      await writing
      assert.equal(events.filter(({ kind }) => kind === 'blocked').length, 1)
    })

    describe('a session that cannot write says why before anything is tried:', () => {
      const role = `strata_holder_${process.pid}`
      beforeEach(async () => {
        await query(variant.url, `DROP ROLE IF EXISTS ${role}`, `CREATE ROLE ${role}`)
        await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      })
      afterEach(() => query(variant.url, `DROP ROLE ${role}`))
      for (const [title, setup, words, hint] of [
        [
          'it may only read',
          'SET default_transaction_read_only = on',
          /read-only transaction$/,
          /default_transaction_read/,
        ],
        [
          'it may not create',
          `SET ROLE ${role}`,
          /may not create tables in the schema public$/,
          /GRANT CREATE ON SCHEMA/,
        ],
        [
          'it has no schema',
          `SET search_path = nowhere`,
          /search_path names no schema that is there$/,
          /CREATE SCHEMA/,
        ],
      ] as const) {
        test(title, async () => {
          if (title === 'it may not create') await db.script(`GRANT USAGE ON SCHEMA public TO ${role}`)
          await db.script(setup)
          await assert.rejects(shop.migrate(db, []), (error: Error & { hint?: string }) => {
            assert.match(error.message, words)
            assert.match(error.hint ?? '', hint)
            return failure('migrate.unwritable')(error)
          })
          await query(variant.url, 'DROP SCHEMA public CASCADE', 'CREATE SCHEMA public')
        })
      }
    })
  },
  { manySessions: true },
)
