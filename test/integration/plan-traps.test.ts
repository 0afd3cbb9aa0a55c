import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { CheckConstraint, Index, UniqueConstraint } from '../../src/constraints'
import { BigIntegerField, CharField, ForeignKey, IntegerField, UUIDField } from '../../src/fields'
import type { Progress } from '../../src/migrations/progress'
import { AddConstraint, AddField, AddIndex, AlterField, RunData } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { DataCode } from '../../src/operations/run-data'
import type { Database } from '../../src/sql/database'
import { add, F, RandomUUID } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import { model, state } from '../support/build'
import { query, type Variant, variants } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'
import { Shop } from '../support/shop'
import { changes, FILL, start } from '../support/table-changes'
import { withoutRecords } from '../support/without-records'
import { failure } from '../unit/migrations/build'

const shop = new Shop(start)

variants(
  (variant: Variant) => {
    let db: Database
    const values = async (sql: string): Promise<readonly unknown[]> =>
      (await db.run(statement(sql))).rows.map(([value]) => value)
    const empty = () => db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')

    beforeEach(async () => {
      db = toDatabase(await variant.open())
    })

    describe('T15: rows of a table without a primary key', () => {
      const once: DataCode = async function once({ batch }) {
        await batch.update({ stock: add(F('stock'), 1) })
      }
      const data = new RunData({ model: 'Book', batchSize: 10, forwards: once })
      beforeEach(async () => {
        await shop.release(db)
        await db.script(FILL)
        await db.script(`ALTER TABLE shop_book DROP CONSTRAINT shop_book_pkey;
          ALTER TABLE shop_book ALTER id DROP IDENTITY; ALTER TABLE shop_book ALTER id DROP NOT NULL;
          UPDATE shop_book SET stock = 0`)
      })

      test('are met once each, also where several have the same key', async () => {
        await db.script('UPDATE shop_book SET id = id / 7')
        await shop.migrate(db, [data])
        assert.deepEqual(await values('SELECT DISTINCT stock FROM shop_book'), [1])
      })

      test('are refused where they have none', async () => {
        await db.script('UPDATE shop_book SET id = NULL WHERE id = 7')
        await assert.rejects(shop.migrate(db, [data]), (error: Error) =>
          failure('migrate.no-key', { table: 'shop_book', key: ['id'] })(error.cause),
        )
        assert.deepEqual(await values('SELECT DISTINCT stock FROM shop_book'), [0])
      })
    })

    test('T31: a fresh database is made at once, and is the same as one that was changed beside its users', async () => {
      const operations = [
        'add a column with a volatile default',
        'add a unique column',
        'add a foreign key',
        'numeric of another scale',
        'not null with a value',
        'check',
        'unique',
        'index',
        'drop an index',
        'create a table that refers to one',
      ].flatMap((title) => {
        const of = changes[title] as Operation
        // Two that add a column have to tell theirs apart.
        return title === 'add a unique column' ? column('y', IntegerField({ null: true, unique: true })) : of
      })
      const events: Progress[] = []
      await shop.migrate(db, operations, { how: {}, events })
      const steps = events.flatMap((event) => (event.kind === 'step' ? [event.step] : []))
      assert.ok(steps.every((step) => step.kind === 'sql' && step.transactional && !step.alone))
      assert.deepEqual(await values(`SELECT to_regclass('strata_journal')`), [null])
      const fresh = await withoutRecords(db)
      await empty()
      await shop.release(db)
      await db.script(FILL)
      await shop.migrate(db, operations, { how: {} })
      assert.deepEqual(await withoutRecords(db), fresh)
    })

    describe('T37: names that have to be quoted, in a schema of their own', () => {
      const [schema, table] = [`"Mixed ""Schema"" $strata$"`, `Order's "items" %s`]
      const [user, select] = ['User', 'select']
      const named = new Shop(
        state(
          model(
            'shop.Order',
            {
              [select]: CharField({ maxLength: 20, dbColumn: `the "key' %`, dbIndex: true }),
              group: IntegerField({ null: true, dbColumn: 'Group' }),
            },
            { options: { dbTable: table } },
          ),
          model('shop.Target', {}, { options: { dbTable: user } }),
        ),
      )
      const quotedTable = `"Order's ""items"" %s"`
      const rows = `INSERT INTO ${quotedTable} ("the ""key' %", "Group") SELECT n::text, n FROM generate_series(1, 1500) n`

      test('each recipe gets through, with its triggers, its batches and its probes', async () => {
        const path = `SET search_path TO ${schema}`
        await db.script(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}; ${path}`)
        await named.release(db)
        await db.script(`${rows}; INSERT INTO "User" SELECT FROM generate_series(1, 1500)`)
        const watch = {
          everyMs: 20,
          open: async () => {
            const second = await variant.open()
            await second.script(path)
            return second
          },
        }
        const other = await variant.open()
        const order = (name: string, field: ReturnType<typeof CharField>, more = {}): Operation =>
          new AlterField({ model: 'Order', name, field, ...more })
        const operations = [
          order(select, IntegerField({ dbColumn: `the "key' %`, dbIndex: true, dbComment: `it's` })),
          order('group', BigIntegerField({ dbColumn: 'Group' }), { oneOffDefault: add(F('id'), 1) }),
          new AddField({ model: 'Order', name: 'uuid', field: UUIDField({ dbColumn: '"', dbDefault: RandomUUID() }) }),
          new AddField({
            model: 'Order',
            name: 'target',
            field: ForeignKey('shop.Target', { onDelete: 'CASCADE', null: true, dbColumn: 'References' }),
          }),
          new AddConstraint({
            model: 'Order',
            constraint: CheckConstraint({ condition: Q({ group__gt: 0 }), name: `it's "checked"` }),
          }),
          new AddConstraint({ model: 'Order', constraint: UniqueConstraint({ fields: [select], name: 'Unique %s' }) }),
          new AddIndex({ model: 'Order', index: Index({ fields: ['group'], name: '"Index"' }) }),
          new RunData({
            model: 'Order',
            batchSize: 500,
            async forwards({ batch }) {
              await batch.update({ group: add(F('group'), 1) })
            },
          }),
        ]
        const meanwhile: Database = Object.create(db, {
          script: {
            // Somebody writes whose search path leads elsewhere.
            value: async (sql: string) => {
              if (sql.startsWith('LOCK TABLE'))
                await other.script(`UPDATE ${schema}.${quotedTable} SET "Group" = NULL WHERE id = 7`)
              return db.script(sql)
            },
          },
        })
        await named.migrate(meanwhile, operations, { preflight: true, trace: true, watch })
        const [found] = await values(
          `SELECT count(*)::integer FROM ${quotedTable} WHERE "the ""key' %" = id AND "Group" > id AND """" IS NOT NULL`,
        )
        assert.equal(found, 1500)
        assert.deepEqual(await values('SELECT tgname FROM pg_trigger WHERE NOT tgisinternal'), [])
        assert.deepEqual(
          await values("SELECT proname FROM pg_proc WHERE pronamespace::regnamespace::text ~ 'Mixed'"),
          [],
        )
        assert.deepEqual(await values('SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid'), [])
      })
    })

    describe('T29: --plan', () => {
      let project: ScenarioProject
      const command = (...words: readonly string[]) => project.command({ words, variables: {}, answers: [] })
      const role = `strata_plan_${process.pid}`
      const urls = () => ({
        'a session that may only read': `${variant.url}?options=-c%20default_transaction_read_only%3Don`,
        'a role that may only look': Object.assign(new URL(variant.url), { username: role }).href,
      })
      before(() => query(variant.url, `CREATE ROLE ${role} LOGIN`))
      after(() => query(variant.url, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`))
      beforeEach(async () => {
        project = new ScenarioProject({ name: `plan-traps-${variant.name.replace(/\W+/g, '-')}`, url: variant.url })
        project.write(
          'apps/movies/models.ts',
          `import { IntegerField, Model, model } from 'strata-orm'
@model()
export class Movie extends Model {
  @IntegerField({ default: 0 }) seen!: number
}
`,
        )
        await db.script(`GRANT USAGE ON SCHEMA public TO ${role}`)
        await command('makemigrations')
      })
      afterEach(() => project.remove())

      for (const title of ['a session that may only read', 'a role that may only look'] as const) {
        test(`reads all that it needs in ${title}, of an empty database and of a full one`, async () => {
          const asReader = () => project.set({ databases: { default: urls()[title] } })
          const asOwner = () => project.set({ databases: { default: variant.url } })
          asReader()
          assert.match(await command('migrate', '--plan'), /movies\.0001_initial\n {4}Create model Movie\n$/)
          assert.deepEqual(await values(`SELECT to_regclass('strata_migrations')`), [null])
          asOwner()
          assert.doesNotMatch(await command('migrate'), /\[exit/)
          await db.script(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`)
          await db.script('INSERT INTO movies_movie (seen) SELECT n FROM generate_series(1, 3000) n; ANALYZE')
          project.edit('apps/movies/models.ts', [
            '-   @IntegerField({ default: 0 }) seen!: number',
            '+   @IntegerField({ default: 0, dbIndex: true }) seen!: number',
          ])
          await command('makemigrations')
          asReader()
          const printed = await command('migrate', '--plan')
          assert.match(printed, /CREATE INDEX CONCURRENTLY .*\n.*builds an index of movies_movie \(3000 rows/)
          assert.doesNotMatch(printed, /\[exit/)
          assert.deepEqual(await values('SELECT count(*)::integer FROM strata_migrations'), [1])
          assert.match(
            await command('migrate'),
            /(each of its transactions is a read-only transaction|belongs to another role)(.|\n)*\[exit 1\]/,
          )
        })
      }
    })
  },
  { manySessions: true },
)

function column(name: string, field: ReturnType<typeof IntegerField>): Operation {
  return new AddField({ model: 'Book', name, field })
}
