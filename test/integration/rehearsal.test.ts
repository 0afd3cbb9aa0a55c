import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { catalog, type Variant, variants } from '../support/database'
import { Shop } from '../support/shop'
import { changes, FILL, start } from '../support/table-changes'

const shop = new Shop(start)

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await shop.release(db)
      await db.script(FILL)
    })

    const rehearse = (operations: readonly Operation[]): Promise<unknown> =>
      shop.migrate(db, operations, { how: {}, dryRun: true })

    const operation = (title: string): Operation => changes[title] as Operation

    test('a dry run leaves everything as it was', async () => {
      const before = await catalog(db)
      await rehearse([operation('add a column'), operation('default'), operation('rename a column')])
      assert.deepEqual(await catalog(db), before)
      await shop.migrate(db, [operation('add a column')], { how: {} })
      assert.notDeepEqual(await catalog(db), before)
    })

    for (const title of ['check', 'unique', 'numeric of another scale']) {
      test(`it is refused where a large table would stay locked: ${title}`, async () => {
        const before = await catalog(db)
        await assert.rejects(rehearse([operation(title)]), { code: 'migrate.dry-run-busy' })
        assert.deepEqual(await catalog(db), before)
        await db.script('DELETE FROM shop_book WHERE id > 5')
        await rehearse([operation(title)])
        assert.deepEqual(await catalog(db), before)
      })
    }
  },
  { manySessions: true },
)
