import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchemaFor } from '../../src/backends/postgres/schema-editor'
import type { Progress, Report } from '../../src/migrations/progress'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { type Statement, statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { dying, dyingAtNew } from '../support/dying'
import { applied, stepsForwards } from '../support/schema'
import { Shop, type ShopRun } from '../support/shop'
import { changes, FILL, onlineChanges, outside, start } from '../support/table-changes'
import { withoutRecords as schema } from '../support/without-records'
import { failure } from '../unit/migrations/build'

const all: Readonly<Record<string, Operation | readonly Operation[]>> = { ...changes, ...onlineChanges, ...outside }

/** One of each recipe: most of the others differ in a word. */
const recipes = [
  'add a column with a volatile default',
  'add a column computed for old rows',
  'add a unique column',
  'add a foreign key',
  'drop a table that refers to one',
  'create a table that refers to one',
  'varchar to text, checked',
  'numeric of another scale',
  'collation, indexed',
  'not null with a value',
  'identity',
  'check',
  'drop an index',
  'index concurrently',
  'a key that others refer to, of a larger type',
  'type of an indexed column with a default',
]

function operationsOf(title: string): readonly Operation[] {
  const of = all[title]
  assert.ok(of !== undefined, title)
  return Array.isArray(of) ? of : [of as Operation]
}

const shop = new Shop(start)

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
    })

    const run = (on: Database, operations: readonly Operation[], options: ShopRun = {}): Promise<Report> =>
      shop.migrate(on, operations, { how: { strategy: 'auto', small: { rows: 100 } }, ...options })

    async function prepare(): Promise<void> {
      await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      await shop.release(db)
      await db.script(FILL)
    }

    /** The catalog after the same change made at once. */
    async function wantedOf(operations: readonly Operation[]): Promise<unknown> {
      await prepare()
      for (const one of applied('shop', start, operations)) {
        for (const step of stepsForwards('shop', one)) if (step.kind === 'sql') await db.script(step.sql)
      }
      return schema(db)
    }

    describe('killed before each of its statements and run again, a recipe ends as if it had never been', () => {
      for (const title of recipes) {
        test(title, async () => {
          const operations = operationsOf(title)
          const wanted = await wantedOf(operations)
          await prepare()
          const seen = new Set<string>()
          let deaths = 0
          for (; deaths < 400; deaths++) {
            const failed = await run(dyingAtNew(db, seen), operations).then(
              () => undefined,
              (error: unknown) => error,
            )
            if (failed === undefined) break
            assert.match(String(failed), /the line is dead/)
          }
          assert.ok(deaths > 3 && deaths < 400, `${deaths} deaths`)
          assert.deepEqual(await schema(db), wanted)
          const { rows } = await db.run(statement(`SELECT to_regclass('strata_journal')`))
          if (rows[0]?.[0] !== null)
            assert.deepEqual((await db.run(statement('SELECT * FROM strata_journal'))).rows, [])
          assert.deepEqual((await run(db, operations)).done, [])
        })
      }
    })

    describe('an index', () => {
      const operations = operationsOf('index concurrently')

      test('that a broken build has left invalid is built again', async () => {
        await prepare()
        await db.script(`UPDATE shop_book SET title = 'same'`)
        await assert.rejects(db.script('CREATE UNIQUE INDEX CONCURRENTLY i ON shop_book (title)'))
        const events: Progress[] = []
        await run(db, operations, { events })
        assert.deepEqual(
          events.flatMap((event) => (event.kind === 'index' ? [event.finding] : [])),
          ['leftover'],
        )
        const { rows } = await db.run(
          statement(`SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = 'i'::regclass`),
        )
        assert.deepEqual(rows, [[true, false]])
      })

      test('of that name which is not ours is left alone', async () => {
        await prepare()
        await db.script('CREATE INDEX i ON shop_book (stock)')
        await assert.rejects(run(db, operations), failure('migrate.failed', { sqlstate: '42P07' }))
      })

      test('that duplicates stop leaves nothing behind, nor does what came before it', async () => {
        await prepare()
        const before = await schema(db)
        await db.script(`UPDATE shop_book SET title = 'same'`)
        await assert.rejects(run(db, operationsOf('unique')), failure('migrate.failed', { sqlstate: '23505', kept: 0 }))
        assert.deepEqual(await schema(db), before)
      })
    })

    test('rows that a check does not allow take the recipe back', async () => {
      await prepare()
      const before = await schema(db)
      await db.script('UPDATE shop_book SET stock = NULL WHERE id = 7')
      const events: Progress[] = []
      await assert.rejects(run(db, operationsOf('not null'), { events }), failure('migrate.failed', { kept: 0 }))
      assert.ok(events.some(({ kind }) => kind === 'taken-back'))
      assert.deepEqual(await schema(db), before)
      await db.script('UPDATE shop_book SET stock = 1 WHERE id = 7')
      assert.equal((await run(db, operationsOf('not null'))).done.length, 1)
    })

    test('nor do values that a type cannot hold leave anything of it behind', async () => {
      await prepare()
      const before = await schema(db)
      await db.script('UPDATE shop_book SET price = 99999999 WHERE id = 7')
      const operations = operationsOf('smaller numeric')
      await assert.rejects(run(db, operations), failure('migrate.failed', { sqlstate: '22003', kept: 0 }))
      assert.deepEqual(await schema(db), before)
      await db.script('UPDATE shop_book SET price = 1, slug = 1, title = 1 WHERE id = 7')
      assert.equal((await run(db, operations)).done.length, 1)
    })

    test('a table that is small by now is finished in the way that was begun', async () => {
      const operations = operationsOf('numeric of another scale')
      const wanted = await wantedOf(operations)
      await prepare()
      const isSwap = ({ sql }: Statement): boolean => sql.startsWith('LOCK TABLE')
      await assert.rejects(
        run(
          dying(db, (sql) => isSwap({ sql, params: [] })),
          operations,
        ),
      )
      await db.script('DELETE FROM shop_book')
      await run(db, operations)
      assert.deepEqual(await schema(db), wanted)
    })

    test('a small table is changed at once, in one transaction', async () => {
      await prepare()
      await db.script('DELETE FROM shop_book WHERE id > 50')
      const events: Progress[] = []
      await run(db, operationsOf('not null'), { events })
      assert.deepEqual(
        events.flatMap((event) => (event.kind === 'step' ? [event.step.alone] : [])),
        [false],
      )
    })

    test('the editor for a plan keeps its choices as text', () => {
      const tables = new Map([['shop_book', { rows: 5, bytes: 8192 }]])
      const editor = postgresSchemaFor({ version: 15, strategy: 'auto', tables })
      const [one] = applied('shop', start, operationsOf('not null'))
      assert.ok(one !== undefined)
      const count = (schema: typeof editor): number =>
        one.operation.forwards({ app: 'shop', from: one.from, to: one.to, schema }).length
      assert.equal(count(editor), 1)
      const other = postgresSchemaFor({ version: 15, strategy: 'online' })
      assert.equal(count(other), 4)
      assert.equal(count(other.withChoices?.(editor.choices ?? '') ?? other), 1)
    })
  },
  { manySessions: true },
)
