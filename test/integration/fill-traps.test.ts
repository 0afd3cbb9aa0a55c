import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { AutoField, UUIDField } from '../../src/fields'
import { AddField } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Connection } from '../../src/sql/connection'
import type { Database } from '../../src/sql/database'
import { RandomUUID } from '../../src/sql/functions'
import { statement } from '../../src/sql/statement'
import { catalog, query, type Variant, variants } from '../support/database'
import { Shop } from '../support/shop'
import { changes, FILL, start } from '../support/table-changes'
import { failure } from '../unit/migrations/build'

const shop = new Shop(start)
const widened = changes['integer to bigint'] as Operation

/** Rows that a column which is filled or converted beside its users could miss. */
variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await shop.release(db)
      await db.script(FILL)
    })

    const values = async (sql: string, on: Connection = db): Promise<readonly unknown[]> =>
      (await on.run(statement(sql))).rows.map(([value]) => value)

    /** Runs the work once, right before a statement that begins so. */
    function before(begin: string, work: () => Promise<unknown>): Database {
      let isDone = false
      const meanwhile = async (sql: string): Promise<void> => {
        if (isDone || !sql.includes(begin)) return
        isDone = true
        await work()
      }
      return Object.create(db, {
        script: {
          value: async (sql: string) => {
            await meanwhile(sql)
            return db.script(sql)
          },
        },
        run: {
          value: async (one: Parameters<Database['run']>[0]) => {
            await meanwhile(one.sql)
            return db.run(one)
          },
        },
      })
    }

    async function withRole(options: string, work: (role: string) => Promise<void>): Promise<void> {
      const role = `strata_fill_${process.pid}`
      await query(variant.url, `CREATE ROLE ${role} ${options}`)
      try {
        await work(role)
      } finally {
        await query(
          variant.url,
          `REASSIGN OWNED BY ${role} TO CURRENT_USER`,
          `DROP OWNED BY ${role}`,
          `DROP ROLE ${role}`,
        )
      }
    }

    test('policies that hide rows from the role that migrates stop a conversion before a value is lost', () =>
      withRole('', async (role) => {
        await db.script(`ALTER TABLE shop_book OWNER TO ${role}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role};
          GRANT ALL ON SCHEMA public TO ${role};
          ALTER TABLE shop_book ENABLE ROW LEVEL SECURITY; ALTER TABLE shop_book FORCE ROW LEVEL SECURITY;
          CREATE POLICY few ON shop_book USING (id <= 10)`)
        const own = toDatabase(await variant.open())
        await own.script(`SET ROLE ${role}`)
        await assert.rejects(shop.migrate(own, [widened], { preflight: true }), (error: Error) => {
          assert.match(
            error.message,
            /policies may hide rows of shop_book from the role that migrates, .*: strata_\w+$/,
          )
          return failure('migrate.preflight')(error)
        })
        await assert.rejects(shop.migrate(own, [widened]), failure('migrate.failed', { sqlstate: '42501' }))
        assert.deepEqual(await values('SELECT count(stock)::integer FROM shop_book'), [1500])
        await db.script('ALTER TABLE shop_book NO FORCE ROW LEVEL SECURITY')
        await shop.migrate(own, [widened])
        assert.deepEqual(await values('SELECT count(stock)::integer FROM shop_book'), [1500])
      }))

    test('a trigger that lets no UPDATE through stops a conversion before a value is lost', async () => {
      await db.script(`CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER keep BEFORE UPDATE ON shop_book FOR EACH ROW WHEN (OLD.id IN (7, 8)) EXECUTE FUNCTION keep()`)
      await assert.rejects(shop.migrate(db, [widened]), (error: Error) => {
        assert.match(error.message, /2 rows of shop_book did not take the value that belongs there: id 7, 8$/)
        failure('migrate.missed-rows')(error.cause)
        return failure('migrate.failed')(error)
      })
      await db.script('DROP TRIGGER keep ON shop_book')
      await shop.migrate(db, [widened])
      assert.deepEqual(await values('SELECT count(stock)::integer FROM shop_book'), [1500])
    })

    test('what a subscription or a restore writes is converted, though no other trigger fires for it', async () => {
      const subscriber = await variant.open()
      await subscriber.script('SET session_replication_role = replica')
      await shop.migrate(
        before('LOCK TABLE', () => subscriber.script('UPDATE shop_book SET stock = 99 WHERE id = 7')),
        [widened],
      )
      assert.deepEqual(await values('SELECT stock FROM shop_book WHERE id = 7'), ['99'])
    })

    test('what a trigger late in the alphabet makes of a row is converted as well', async () => {
      await db.script(`CREATE FUNCTION capped() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.stock := least(NEW.stock, 100); RETURN NEW; END';
        CREATE TRIGGER zzzz_capped BEFORE INSERT OR UPDATE ON shop_book FOR EACH ROW EXECUTE FUNCTION capped();
        CREATE TRIGGER "{capped}" BEFORE INSERT OR UPDATE ON shop_book FOR EACH ROW EXECUTE FUNCTION capped()`)
      await shop.migrate(db, [widened])
      assert.deepEqual(await values('SELECT max(stock)::integer FROM shop_book'), [100])
    })

    test('a table with heirs, whose rows call no trigger of it, is left alone', async () => {
      await db.script(`CREATE TABLE old_book () INHERITS (shop_book);
        INSERT INTO old_book SELECT id + 5000, title, slug, checked, price, stock, note, tags, data, at, author_id, editor_id
        FROM shop_book WHERE id < 10`)
      const before = await catalog(db)
      await assert.rejects(shop.migrate(db, [widened], { preflight: true }), (error: Error) => {
        assert.match(error.message, /shop_book has heirs, whose rows call no trigger of it, .*: old_book$/)
        return failure('migrate.preflight')(error)
      })
      assert.deepEqual(await catalog(db), before)
      await shop.migrate(db, [widened], { preflight: true, how: { strategy: 'direct' } })
    })

    test('a row whose key changes while a column is filled has its value', async () => {
      const other = await variant.open()
      const field = UUIDField({ null: true, dbDefault: RandomUUID() })
      const meanwhile = before('("id") > (', () => other.script('UPDATE shop_book SET id = -1 WHERE id = 1500'))
      await shop.migrate(meanwhile, [new AddField({ model: 'Book', name: 'token', field })])
      assert.deepEqual(await values('SELECT id FROM shop_book WHERE id < 0'), ['-1'])
      assert.deepEqual(await values('SELECT id FROM shop_book WHERE token IS NULL'), [])
    })

    test('a row that somebody keeps locked holds up nobody who writes the rows around it', async () => {
      const [holder, writer] = [await variant.open(), await variant.open()]
      let longest = 0
      let isDone = false
      let writing: Promise<void> = Promise.resolve()
      const meanwhile = before('UPDATE "shop_book" SET', async () => {
        await holder.script('BEGIN; UPDATE shop_book SET note = note WHERE id = 400')
        setTimeout(() => void holder.script('COMMIT'), 4000)
        writing = (async () => {
          for (let id = 1; !isDone; id = (id % 390) + 1) {
            const begun = performance.now()
            await writer.script(`UPDATE shop_book SET note = 'w' WHERE id = ${id}`)
            longest = Math.max(longest, performance.now() - begun)
          }
        })()
      })
      await shop.migrate(meanwhile, [widened]).finally(() => {
        isDone = true
      })
      await writing
      assert.ok(longest < 1000, `${longest} ms`)
    })

    test('a row that stays locked is given up in time, and named', async () => {
      const holder = await variant.open()
      const meanwhile = before('UPDATE "shop_book" SET', () =>
        holder.script('BEGIN; UPDATE shop_book SET note = note WHERE id = 400'),
      )
      const patience = { lockTimeouts: [100], oldMs: 1000, budgetMs: 1000 }
      await assert.rejects(shop.migrate(meanwhile, [widened], { patience }), (error: Error) => {
        assert.match(error.message, /in the rows of shop_book with id > 399 and id <= 400$/)
        return failure('migrate.failed', { sqlstate: '55P03' })(error)
      })
      await holder.script('COMMIT')
      await shop.migrate(db, [widened])
    })

    test('who may only insert rows goes on while these are given numbers', () =>
      withRole('', async (role) => {
        await db.script(`GRANT USAGE ON SCHEMA public TO ${role}; GRANT SELECT, INSERT ON shop_code TO ${role}`)
        const app = await variant.open()
        await app.script(`SET ROLE ${role}`)
        const field = AutoField({ primaryKey: false, unique: true })
        const meanwhile = before('UPDATE "shop_code" SET', () =>
          app.script('INSERT INTO shop_code (number) VALUES (9000)'),
        )
        await shop.migrate(meanwhile, [new AddField({ model: 'Code', name: 'nth', field })])
        assert.deepEqual(await values('SELECT count(DISTINCT nth)::integer FROM shop_code'), [1501])
      }))
  },
  { manySessions: true },
)
