import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { partitionsThere } from '../../src/backends/postgres/partitions'
import { Index, UniqueConstraint } from '../../src/constraints'
import { BigIntegerField, ForeignKey, UUIDField } from '../../src/fields'
import { AddConstraint, AddField, AddIndex, AlterField } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { RandomUUID } from '../../src/sql/functions'
import { statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { dying } from '../support/dying'
import { Shop } from '../support/shop'
import { FILL, start } from '../support/table-changes'
import { failure } from '../unit/migrations/build'

const shop = new Shop(start)

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await shop.release(db)
    })
    const values = async (sql: string): Promise<readonly unknown[]> =>
      (await db.run(statement(sql))).rows.map(([value]) => value)

    describe('T35: a table with partitions', () => {
      const partitioned = (count: number): string => `DROP TABLE shop_code;
        CREATE TABLE shop_code (number integer PRIMARY KEY, label text) PARTITION BY RANGE (number);
        CREATE TABLE shop_code_all PARTITION OF shop_code FOR VALUES FROM (0) TO (1000000) PARTITION BY RANGE (number);
        DO $$ BEGIN FOR i IN 0..${count - 1} LOOP
          EXECUTE format('CREATE TABLE "code %s" PARTITION OF shop_code_all FOR VALUES FROM (%s) TO (%s)', i, i * ${2000 / count}, i * ${2000 / count} + ${2000 / count});
        END LOOP; END $$;`
      const author = ForeignKey('shop.Author', { onDelete: 'CASCADE', null: true })
      const index = new AddIndex({ model: 'Code', index: Index({ fields: ['label'], name: 'code_label' }) })
      const operations: Readonly<Record<string, Operation>> = {
        'a foreign key with its index': new AddField({ model: 'Code', name: 'author', field: author }),
        'a key': new AddConstraint({
          model: 'Code',
          constraint: UniqueConstraint({ fields: ['number', 'label'], name: 'u' }),
        }),
        'a column that is filled': new AddField({
          model: 'Code',
          name: 'x',
          field: UUIDField({ dbDefault: RandomUUID() }),
        }),
      }
      for (const [title, operation] of Object.entries(operations)) {
        const count = title === 'a key' ? 20 : 200
        test(`${count}: ${title} is made beside its users, a few locks at a time`, async () => {
          await db.script(partitioned(count) + FILL)
          let most = 0
          const counting: Database = Object.create(db, {
            script: {
              value: async (sql: string) => {
                await db.script(sql)
                if (db.inTransaction && /^(CREATE|ALTER (INDEX|TABLE ONLY|TABLE "code))/.test(sql)) {
                  const [held] = await values('SELECT count(*)::integer FROM pg_locks WHERE pid = pg_backend_pid()')
                  most = Math.max(most, Number(held))
                }
              },
            },
          })
          await shop.migrate(counting, [operation], { how: {} })
          assert.ok(most < 30 || title.includes('column'), `${most} locks`)
          assert.deepEqual(await values('SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid'), [])
          assert.deepEqual(await values('SELECT conname FROM pg_constraint WHERE NOT convalidated'), [])
          assert.deepEqual(await values('SELECT * FROM strata_journal'), [])
        })
      }

      test('an index of it that was cut off is gone on with', async () => {
        await db.script(partitioned(20) + FILL)
        const dies = (sql: string): boolean => sql.includes('"code 15_code_label"')
        await assert.rejects(shop.migrate(dying(db, dies), [index]), /the line is dead/)
        await db.script(`CREATE TABLE late PARTITION OF shop_code_all FOR VALUES FROM (9000) TO (9010)`)
        await shop.migrate(db, [index])
        const [count] = await values(`SELECT count(*)::integer FROM pg_inherits JOIN pg_index ON indexrelid = inhrelid
          WHERE inhparent IN ('code_label'::regclass, 'shop_code_all_code_label'::regclass) AND indisvalid`)
        assert.equal(count, 22)
      })

      test('the type of a column under its key is refused before anything is run', async () => {
        await db.script(partitioned(20) + FILL)
        const key = new AlterField({ model: 'Code', name: 'number', field: BigIntegerField({ primaryKey: true }) })
        await assert.rejects(shop.migrate(db, [key]), failure('migration.steps', { reason: 'schema.no-online-way' }))
        assert.equal((await partitionsThere(db)).get('shop_code')?.length, 21)
      })
    })
  },
  { manySessions: true },
)
