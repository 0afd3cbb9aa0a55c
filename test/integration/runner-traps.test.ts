import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { toDatabase } from '../../src/backends/postgres/database'
import { Index, UniqueConstraint } from '../../src/constraints'
import { IntegerField } from '../../src/fields'
import type { Progress } from '../../src/migrations/progress'
import { AddConstraint, AddField, AddIndex, RemoveIndex, RunData } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Connection } from '../../src/sql/connection'
import type { Database } from '../../src/sql/database'
import { divide, F } from '../../src/sql/functions'
import { statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { Shop } from '../support/shop'
import { changes, FILL, start } from '../support/table-changes'
import { TransactionPool } from '../support/transaction-pool'
import { failure } from '../unit/migrations/build'

const shop = new Shop(start)
const index = new AddIndex({ model: 'Book', index: Index({ fields: ['title'], name: 'i' }) })
const column = new AddField({ model: 'Book', name: 'x', field: IntegerField({ null: true }) })
const unique = new AddConstraint({ model: 'Book', constraint: UniqueConstraint({ fields: ['title'], name: 'u' }) })

/** By the numbers of reference tables of traps, with one test for each. */
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
    const blocked = () => events.flatMap((event) => (event.kind === 'blocked' ? [event] : []))
    const watch = { open: () => variant.open(), everyMs: 50 }

    test('T01: a long SELECT holds up a brief step, and nobody behind it', async () => {
      const [long, reader] = [await variant.open(), await variant.open()]
      const held = long.run(statement('SELECT pg_sleep(2.5) FROM shop_author LIMIT 1'))
      const own = long.run(statement('SELECT 1'))
      await sleep(100)
      let longest = 0
      let isDone = false
      const reading = (async () => {
        for (; !isDone; await sleep(5)) {
          const begun = performance.now()
          await reader.run(statement('SELECT name FROM shop_author WHERE id = 7'))
          longest = Math.max(longest, performance.now() - begun)
        }
      })()
      const field = IntegerField({ null: true })
      await shop.migrate(db, [new AddField({ model: 'Author', name: 'x', field })], { events })
      isDone = true
      await Promise.all([reading, held, own])
      const attempts = blocked().map(({ attempt }) => attempt)
      assert.ok(Math.max(...attempts) > 1, attempts.join())
      // The longest of the attempts that were made before it was seen to be old.
      assert.ok(longest < 1000, `${longest} ms`)
    })

    test('T05: an index waits for a snapshot that is older, whatever table it is of, and names who has it', async () => {
      const other = await variant.open()
      await other.script('CREATE TABLE elsewhere ()')
      const [pid] = await values('SELECT pg_backend_pid()', other)
      await other.script('BEGIN ISOLATION LEVEL REPEATABLE READ')
      await other.script('SELECT FROM elsewhere')
      let isDone = false
      const run = shop.migrate(db, [index], { events, watch }).then(() => {
        isDone = true
      })
      for (const until = Date.now() + 5000; blocked().length === 0 && Date.now() < until; ) await sleep(20)
      assert.equal(isDone, false)
      await other.script('COMMIT')
      await run
      const [first] = blocked()
      assert.deepEqual([first?.index, first?.blockers.map((one) => one.pid)], ['i', [pid]])
      assert.deepEqual(await values(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass`), [true])
    })

    describe('T07: duplicates', () => {
      beforeEach(() => db.script(`UPDATE shop_book SET title = 'same ' || (id / 2) WHERE id < 6`))

      test('are listed before anything is run', async () => {
        await assert.rejects(shop.migrate(db, [unique], { preflight: true }), (error: Error) => {
          assert.match(error.message, /4 rows of shop_book with a twin in what u wants unique: id 2, 3, 4, 5$/)
          return failure('migrate.preflight')(error)
        })
      })

      test('that come too late to be seen leave no index behind, and nothing in the way of the next run', async () => {
        await assert.rejects(shop.migrate(db, [unique]), failure('migrate.failed', { sqlstate: '23505', kept: 0 }))
        assert.deepEqual(await values(`SELECT to_regclass('u')`), [null])
        assert.deepEqual(await values('SELECT step FROM strata_journal WHERE step > 0'), [])
        await assert.rejects(shop.migrate(db, [unique], { preflight: true }), failure('migrate.preflight'))
        await db.script(`UPDATE shop_book SET title = 'other ' || id`)
        assert.equal((await shop.migrate(db, [unique])).done.length, 1)
      })
    })

    test('T11: a pooler in transaction mode is refused before any of its sessions is locked', async () => {
      const sessions = await Promise.all(Array.from({ length: 4 }, () => variant.open()))
      const pool = new TransactionPool(sessions)
      const through = toDatabase(pool.client())
      const asked: string[] = []
      const spied: Database = Object.create(through, {
        run: {
          value: (one: Parameters<Database['run']>[0]) => {
            asked.push(one.sql)
            return through.run(one)
          },
        },
      })
      const run = shop.migrate(spied, [column], { watch: { open: async () => pool.client() } })
      await assert.rejects(run, (error: { hint?: string }) => {
        assert.match(error.hint ?? '', /URL of the server itself.*Nothing was run/)
        return failure('database.pooled')(error)
      })
      assert.ok(!asked.some((sql) => sql.includes('advisory')))
    })

    test('T13: rows that are written, added and deleted while a column is converted have its value, all of them', async () => {
      const writer = await variant.open()
      let isDone = false
      let writes = 0
      const writing = (async () => {
        for (; !isDone; writes++) {
          const id = 1 + Math.floor(Math.random() * 1500)
          await writer.run(
            statement('UPDATE shop_book SET stock = $1::integer, note = $1::integer::text WHERE id = $2', [writes, id]),
          )
          await writer.run(
            statement(
              `INSERT INTO shop_book (title, slug, checked, price, stock, note, author_id, editor_id)
               VALUES ('t', 's', 'c', 1, $1::integer, $1::integer::text, 1, 1)`,
              [writes],
            ),
          )
          await writer.run(statement('DELETE FROM shop_book WHERE id = $1', [id + 1]))
        }
      })()
      await db.script('UPDATE shop_book SET note = stock::text')
      await shop.migrate(db, [changes['integer to bigint'] as Operation])
      isDone = true
      await writing
      assert.ok(writes > 10, `${writes}`)
      assert.deepEqual(
        await values('SELECT count(*)::integer FROM shop_book WHERE note IS DISTINCT FROM stock::text'),
        [0],
      )
    })

    test('T17: a row that fails is named with its batch; those before it stay, and the next run goes on', async () => {
      await db.script('UPDATE shop_book SET stock = 0 WHERE id = 35')
      const data = new RunData({
        model: 'Book',
        batchSize: 10,
        forwards: async function halved({ batch }) {
          await batch.update({ stock: divide(100, F('stock')), note: 'done' })
        },
      })
      await assert.rejects(shop.migrate(db, [data]), (error: Error) => {
        assert.match(error.message, /division by zero, in the rows of shop_book with id > 30 and id <= 40$/)
        const rows = { table: 'shop_book', key: ['id'], after: ['30'], upTo: ['40'] }
        return failure('migrate.failed', { sqlstate: '22012', rows })(error)
      })
      assert.deepEqual(await values(`SELECT count(*)::integer FROM shop_book WHERE note = 'done'`), [30])
      await db.script('UPDATE shop_book SET stock = 1 WHERE id = 35')
      await shop.migrate(db, [data])
      assert.deepEqual(await values(`SELECT count(*)::integer FROM shop_book WHERE note = 'done'`), [1500])
    })

    describe('T17: a batch that is ended on the server', () => {
      const SLOW = `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END';
        CREATE TRIGGER slow BEFORE UPDATE ON shop_book FOR EACH ROW EXECUTE FUNCTION slow()`
      const noted = 'SELECT count(*)::integer FROM shop_book WHERE note = $$done$$'
      let attempts = 0
      const data = new RunData({
        model: 'Book',
        batchSize: 80,
        forwards: async function marked({ batch }) {
          attempts++
          await batch.update({ note: 'done' })
        },
      })
      beforeEach(async () => {
        attempts = 0
        await db.script(SLOW)
      })

      async function cancelled(operation: Operation): Promise<void> {
        const [other, [pid]] = [await variant.open(), await values('SELECT pg_backend_pid()')]
        const run = assert.rejects(shop.migrate(db, [operation]), (error: Error) => {
          assert.match(
            error.message,
            /was cancelled by another session at operation 1 .*, in the rows of shop_book with /,
          )
          return failure('migrate.cancelled', { sqlstate: '57014' })(error)
        })
        const isAtIt = `SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND query LIKE '%UPDATE "shop_book"%' AND state = 'active'`
        while ((await values(isAtIt, other)).length === 0) await sleep(20)
        await sleep(100)
        await other.script(`SELECT pg_cancel_backend(${pid})`)
        await run
      }

      test('by somebody stops the run, and the next one goes on', async () => {
        await db.script(`SET statement_timeout = '60s'`)
        await cancelled(data)
        assert.deepEqual([attempts, await values(noted)], [1, [0]])
        await db.script('DROP TRIGGER slow ON shop_book')
        await shop.migrate(db, [data])
        assert.deepEqual(await values(noted), [1500])
      })

      test('by somebody stops a fill as well', async () => {
        const widened = changes['integer to bigint'] as Operation
        await cancelled(widened)
        await db.script('DROP TRIGGER slow ON shop_book')
        await shop.migrate(db, [widened])
      })

      test('by a timeout is tried again with fewer rows', async () => {
        await db.script(`DELETE FROM shop_book WHERE id > 80; SET statement_timeout = '600ms'`)
        await shop.migrate(db, [data])
        assert.deepEqual([attempts, await values(noted)], [3, [80]])
      })
    })

    test('T25: an index that was dropped by hand is named where it is needed, and recording it finds nothing amiss', async () => {
      await db.script('DROP INDEX book_note')
      const removal = [new RemoveIndex({ model: 'Book', name: 'book_note' })]
      for (const strategy of ['direct', 'online'] as const) {
        const run = shop.migrate(db, removal, { how: { strategy } })
        await assert.rejects(run, failure('migrate.failed', { sqlstate: '42704' }))
      }
      assert.deepEqual((await shop.migrate(db, removal, { fake: true })).differences, [])
    })

    test('T25: an index that is missed is told when something is recorded', async () => {
      const { differences } = await shop.migrate(db, [index], { fake: true })
      assert.deepEqual(differences, ['index i of shop_book is missing: btree (title)'])
    })
  },
  { manySessions: true },
)
