import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { AutoField, BigAutoField } from '../../src/fields'
import { AlterField } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { catalog, type Variant, variants } from '../support/database'
import { Shop } from '../support/shop'
import { changes, FILL, start } from '../support/table-changes'
import { failure } from '../unit/migrations/build'

const shop = new Shop(start)
const rescaled = [changes['numeric of another scale'] as Operation]
const shorter = [new AlterField({ model: 'Author', name: 'id', field: AutoField() })]

/** What others have told PostgreSQL of a column that another one takes the place of. */
variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await shop.release(db)
      // No schema has them, so no test leaves them behind with its tables.
      await db.script(`${FILL}; DROP PUBLICATION IF EXISTS codes, few`)
    })
    const values = async (sql: string): Promise<readonly unknown[]> =>
      (await db.run(statement(sql))).rows.map(([value]) => value)

    test('an index that subscribers know rows by is still that, so that rows can be written', async () => {
      await db.script(`CREATE PUBLICATION codes FOR TABLE shop_code;
        ALTER TABLE shop_code REPLICA IDENTITY USING INDEX shop_code_pkey`)
      await shop.migrate(db, [new AlterField({ model: 'Code', name: 'number', field: BigAutoField() })])
      await db.script('UPDATE shop_code SET label = 1 WHERE number = 1')
      const identities = `SELECT indexrelid::regclass::text FROM pg_index WHERE indisreplident`
      assert.deepEqual(await values(identities), ['shop_code_pkey'])
    })

    describe('a publication that names the column', () => {
      for (const [title, publication] of [
        ['among others', 'shop_book (id, price)'],
        ['in its condition', 'shop_book WHERE (price > 3)'],
      ] as const) {
        test(`${title} is named before anything is run`, async () => {
          await db.script(
            `ALTER TABLE shop_book REPLICA IDENTITY FULL; CREATE PUBLICATION few FOR TABLE ${publication}`,
          )
          const before = await catalog(db)
          for (const strategy of ['direct', 'online'] as const) {
            const run = shop.migrate(db, rescaled, { how: { strategy }, preflight: true })
            await assert.rejects(run, (error: Error) => {
              assert.match(error.message, /something rests on it: publication of table shop_book in publication few$/)
              return failure('migrate.preflight')(error)
            })
          }
          const direct = shop.migrate(db, rescaled, { how: { strategy: 'direct' } })
          await assert.rejects(direct, failure('migrate.failed', { sqlstate: '0A000' }))
          assert.deepEqual(await catalog(db), before)
        })
      }
    })

    test('a default that no model knows is named before it would go with it', async () => {
      await db.script('ALTER TABLE shop_book ALTER price SET DEFAULT 5')
      await assert.rejects(shop.migrate(db, rescaled, { preflight: true }), (error: Error) => {
        const thing = 'default value for column price of table shop_book'
        assert.ok(error.message.endsWith(`shop_book.price would take along what no model knows of: ${thing}`))
        return failure('migrate.preflight')(error)
      })
      await shop.migrate(db, rescaled, { preflight: true, how: { strategy: 'direct' } })
    })

    test('a comment that no model knows is said of the new one', async () => {
      await db.script(`COMMENT ON COLUMN shop_book.price IS 'it''s in euros'`)
      await shop.migrate(db, rescaled)
      const comment = `SELECT col_description(attrelid, attnum) FROM pg_attribute
        WHERE attrelid = 'shop_book'::regclass AND attname = 'price'`
      assert.deepEqual(await values(comment), [`it's in euros`])
    })

    test('numbers go on in the steps of one server of two, for those who may take them', async () => {
      await db.script(`ALTER SEQUENCE shop_author_id_seq INCREMENT BY 2 CACHE 3;
        GRANT USAGE ON SEQUENCE shop_author_id_seq TO pg_monitor; GRANT SELECT ON SEQUENCE shop_author_id_seq TO PUBLIC;
        SELECT setval('shop_author_id_seq', 5000)`)
      const sequence = `SELECT concat_ws(' ', seqincrement, seqcache, relacl) FROM pg_sequence JOIN pg_class ON oid = seqrelid
        WHERE relname = 'shop_author_id_seq'`
      const before = await values(sequence)
      await shop.migrate(db, shorter)
      assert.deepEqual(await values(sequence), before)
      assert.deepEqual(await values(`INSERT INTO shop_author (name) VALUES ('late') RETURNING id`), [5002])
    })
  },
  { manySessions: true },
)
