import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { tableFacts } from '../../src/backends/postgres/table-facts'
import {
  AutoField,
  BigIntegerField,
  CharField,
  DateField,
  DateTimeField,
  ForeignKey,
  GeneratedField,
  IntegerField,
} from '../../src/fields'
import { AddField, AlterField } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { add, F } from '../../src/sql/functions'
import { statement } from '../../src/sql/statement'
import { model, state } from '../support/build'
import { catalog, query, type Variant, variants } from '../support/database'
import { Shop } from '../support/shop'
import { changes, FILL, start } from '../support/table-changes'
import { failure } from '../unit/migrations/build'

const shop = new Shop(start)
const rescaled = [changes['numeric of another scale'] as Operation]

variants(
  (variant: Variant) => {
    let db: Database
    const released = async (project: Shop, rows: string): Promise<void> => {
      await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      await project.release(db)
      await db.script(rows)
    }
    const values = async (sql: string): Promise<readonly unknown[]> =>
      (await db.run(statement(sql))).rows.map(([value]) => value)

    beforeEach(async () => {
      db = toDatabase(await variant.open())
    })

    describe('4.9.1: a table that refers to itself', () => {
      const nodes = new Shop(state(model('shop.Node', { id: IntegerField({ primaryKey: true }) })))
      test('gets its key, and another type on both sides of it', async () => {
        await released(nodes, 'INSERT INTO shop_node SELECT n FROM generate_series(1, 2000) n')
        const parent = ForeignKey('shop.Node', { onDelete: 'CASCADE', null: true })
        await nodes.migrate(db, [
          new AddField({ model: 'Node', name: 'parent', field: parent }),
          new AlterField({ model: 'Node', name: 'id', field: BigIntegerField({ primaryKey: true }) }),
        ])
        const types = `SELECT format_type(atttypid, atttypmod) FROM pg_attribute
          WHERE attrelid = 'shop_node'::regclass AND attnum > 0 AND NOT attisdropped`
        assert.deepEqual(await values(types), ['bigint', 'bigint'])
        const keys = `SELECT convalidated FROM pg_constraint WHERE conrelid = 'shop_node'::regclass AND contype = 'f'`
        assert.deepEqual(await values(keys), [true])
      })
    })

    test('4.9.4: a column whose values are stored in a computed one is refused another type before anything is run', async () => {
      const total = GeneratedField({ expression: add(F('count'), 1), outputField: IntegerField() })
      const orders = new Shop(state(model('shop.Order', { count: IntegerField(), total })))
      await released(orders, 'INSERT INTO shop_order (count) SELECT n FROM generate_series(1, 1500) n')
      const before = await catalog(db)
      const change = [new AlterField({ model: 'Order', name: 'count', field: BigIntegerField() })]
      await assert.rejects(orders.migrate(db, change), failure('migration.steps', { reason: 'schema.no-online-way' }))
      assert.deepEqual(await catalog(db), before)
      await orders.migrate(db, change, { how: { strategy: 'direct' } })
      assert.deepEqual(await values('SELECT count(*)::integer FROM shop_order WHERE total = count + 1'), [1500])
    })

    describe('what others have made of a column whose type changes', () => {
      beforeEach(() => released(shop, FILL))

      test('4.9.5: a view, a policy or a trigger over it is named before anything is run', async () => {
        await db.script(`CREATE VIEW dear AS SELECT price FROM shop_book;
          CREATE POLICY cheap ON shop_book USING (price < 10);
          CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
          CREATE TRIGGER looks BEFORE UPDATE OF price ON shop_book FOR EACH ROW EXECUTE FUNCTION look()`)
        const before = await catalog(db)
        for (const strategy of ['direct', 'online'] as const) {
          const run = shop.migrate(db, rescaled, { how: { strategy }, preflight: true })
          await assert.rejects(run, (error: Error) => {
            const things = 'policy cheap on table shop_book, trigger looks on table shop_book, view dear'
            assert.ok(error.message.endsWith(`shop_book.price cannot change while something rests on it: ${things}`))
            return failure('migrate.preflight')(error)
          })
        }
        assert.deepEqual(await catalog(db), before)
      })

      test('an index, a check or statistics over it that no model knows are named before they would go with it', async () => {
        await db.script(`CREATE INDEX own_index ON shop_book (price, id);
          ALTER TABLE shop_book ADD CONSTRAINT own_check CHECK (price >= 0);
          CREATE STATISTICS own_statistics ON price, stock FROM shop_book`)
        const before = await catalog(db)
        await assert.rejects(shop.migrate(db, rescaled, { preflight: true }), (error: Error) => {
          const things = 'constraint own_check on table shop_book, index own_index, statistics object own_statistics'
          assert.ok(error.message.endsWith(`shop_book.price would take along what no model knows of: ${things}`))
          return failure('migrate.preflight')(error)
        })
        assert.deepEqual(await catalog(db), before)
        await shop.migrate(db, rescaled, { how: { strategy: 'direct' }, preflight: true })
        assert.equal((await catalog(db)).indexes.length, before.indexes.length)
      })

      test('what the planner was told of it by hand is said of the new one', async () => {
        await db.script(`ALTER TABLE shop_book ALTER price SET STATISTICS 500;
          ALTER TABLE shop_book ALTER price SET (n_distinct = -0.5, n_distinct_inherited = 7)`)
        await shop.migrate(db, rescaled)
        const told = `SELECT attstattarget || ' ' || option FROM pg_attribute, unnest(attoptions) AS option
          WHERE attrelid = 'shop_book'::regclass AND attname = 'price' AND option LIKE 'n_%' ORDER BY 1`
        assert.deepEqual(await values(told), ['500 n_distinct=-0.5', '500 n_distinct_inherited=7'])
      })

      test('4.9.6: a trigger of theirs fires for each row that is filled, before ours', async () => {
        await db.script(`CREATE FUNCTION round_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.price := 5; RETURN NEW; END';
          CREATE TRIGGER rounds BEFORE UPDATE ON shop_book FOR EACH ROW EXECUTE FUNCTION round_it()`)
        await shop.migrate(db, rescaled)
        assert.deepEqual(await values('SELECT DISTINCT price FROM shop_book'), ['5.0000'])
      })

      test('4.9.10: what was granted of the column alone is granted of the new one', async () => {
        const role = `strata_reader_${process.pid}`
        await query(variant.url, `CREATE ROLE ${role}`)
        try {
          await db.script(`GRANT SELECT (price), UPDATE (price) ON shop_book TO ${role} WITH GRANT OPTION;
            GRANT SELECT (price) ON shop_book TO PUBLIC`)
          const granted = `SELECT attacl::text FROM pg_attribute WHERE attrelid = 'shop_book'::regclass AND attname = 'price'`
          const before = await values(granted)
          await shop.migrate(db, rescaled)
          assert.deepEqual(await values(granted), before)
        } finally {
          await query(variant.url, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`)
        }
      })

      test('4.9.11: numbers go on where they were', async () => {
        await db.script(`SELECT setval('shop_author_id_seq', 5000)`)
        await shop.migrate(db, [new AlterField({ model: 'Author', name: 'id', field: AutoField() })])
        assert.deepEqual(await values(`INSERT INTO shop_author (name) VALUES ('late') RETURNING id`), [5001])
      })
    })

    test('4.9.34: a value does not go by the time zone of the session that writes it', async () => {
      const events = new Shop(state(model('shop.Event', { at: DateTimeField() })))
      await released(events, `INSERT INTO shop_event (at) SELECT '2020-01-01 20:00Z' FROM generate_series(1, 20)`)
      const other = await variant.open()
      await other.script(`SET timezone = 'Asia/Tokyo'`)
      let hasWritten = false
      const meanwhile: Database = Object.create(db, {
        script: {
          value: async (sql: string) => {
            if (sql.startsWith('LOCK TABLE')) {
              await other.script(`UPDATE shop_event SET at = at WHERE id = 1`)
              await other.script(`INSERT INTO shop_event (at) VALUES ('2020-01-01 20:00Z')`)
              hasWritten = true
            }
            return db.script(sql)
          },
        },
      })
      await events.migrate(meanwhile, [new AlterField({ model: 'Event', name: 'at', field: DateField() })])
      assert.ok(hasWritten)
      assert.deepEqual(await values('SELECT DISTINCT at FROM shop_event'), ['2020-01-01'])
    })

    test('4.9.17: a type that changes beside users takes up a column, which has to be there', async () => {
      await released(shop, FILL)
      await db.script(`DO $$ BEGIN FOR i IN 1..1598 LOOP
        EXECUTE 'ALTER TABLE shop_code ADD COLUMN c int'; EXECUTE 'ALTER TABLE shop_code DROP COLUMN c';
      END LOOP; END $$`)
      const alter = [new AlterField({ model: 'Code', name: 'number', field: BigIntegerField({ primaryKey: true }) })]
      await assert.rejects(shop.migrate(db, alter, { preflight: true }), failure('migrate.preflight'))
      await shop.migrate(db, alter, { preflight: true, how: { strategy: 'direct' } })
    })

    test('4.9.17: a table that has used up its columns is left as it was', async () => {
      await released(shop, FILL)
      await db.script(`DO $$ BEGIN FOR i IN 1..1598 LOOP
        EXECUTE 'ALTER TABLE shop_code ADD COLUMN c int'; EXECUTE 'ALTER TABLE shop_code DROP COLUMN c';
      END LOOP; END $$`)
      const field = IntegerField({ null: true, dbIndex: true })
      const add = [new AddField({ model: 'Code', name: 'x', field })]
      const refused = shop.migrate(db, add, { preflight: true })
      await assert.rejects(refused, (error: Error) => {
        assert.match(error.message, /shop_code has no room for another column: .* dropped columns included: 1600$/)
        return failure('migrate.preflight')(error)
      })
      const run = shop.migrate(db, add)
      await assert.rejects(run, failure('migrate.failed', { sqlstate: '54011', kept: 0, rolledBack: true }))
    })

    test('4.9.30: a table is small if its rows are few, not if its statistics say so', async () => {
      await released(shop, FILL)
      await db.script(`UPDATE pg_class SET reltuples = 0, relpages = 0 WHERE relname = 'shop_code'`)
      assert.equal((await tableFacts(db, ['shop_code'])).get('shop_code')?.rows, 1001)
    })

    describe('4.9.41 and 4.9.43: roles', () => {
      const role = `strata_role_${process.pid}`
      beforeEach(async () => {
        await released(shop, FILL)
        await query(variant.url, `DROP ROLE IF EXISTS ${role}`, `CREATE ROLE ${role} LOGIN SUPERUSER`)
      })
      const as = async <T>(work: (own: Database) => Promise<T>): Promise<T> => {
        const own = toDatabase(await variant.open())
        try {
          return await work(own)
        } finally {
          await own.close()
          await query(
            variant.url,
            `REASSIGN OWNED BY ${role} TO CURRENT_USER`,
            `DROP OWNED BY ${role}`,
            `DROP ROLE ${role}`,
          )
        }
      }

      test('tables of another one are named before anything is run', () =>
        as(async (own) => {
          await db.script(`ALTER ROLE ${role} NOSUPERUSER; GRANT ALL ON SCHEMA public TO ${role};
            GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}; ALTER TABLE shop_code OWNER TO ${role}`)
          await own.script(`SET ROLE ${role}`)
          const field = CharField({ maxLength: 50, null: true })
          const operations = [new AlterField({ model: 'Code', name: 'label', field }), changes.check as Operation]
          const run = shop.migrate(own, operations, { preflight: true })
          await assert.rejects(run, (error: Error) => {
            assert.match(error.message, /operation 2, .*: shop_book belongs to another role: \w+$/)
            return failure('migrate.preflight')(error)
          })
          assert.deepEqual(await values(`SELECT to_regclass('strata_journal')`), [null])
        }))

      test('limits of theirs make batches smaller, and cut off no step that takes long', () =>
        as(async (own) => {
          // A check that takes long for all rows.
          await db.script(`CREATE FUNCTION slow(integer) RETURNS boolean IMMUTABLE LANGUAGE plpgsql
            AS 'BEGIN PERFORM pg_sleep(0.001); RETURN true; END'; ALTER TABLE shop_book ADD CHECK (slow(stock)) NOT VALID`)
          await own.script(
            `DELETE FROM shop_book WHERE id > 600; SET statement_timeout = 200; SET lock_timeout = 100; SET idle_in_transaction_session_timeout = 500`,
          )
          await shop.migrate(own, rescaled)
          assert.deepEqual(await values('SELECT count(*)::integer FROM shop_book WHERE price IS NOT NULL'), [600])
        }))
    })
  },
  { manySessions: true },
)
