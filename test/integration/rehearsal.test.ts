import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { runMigrations } from '../../src/migrations/run-migrations'
import { schemaForRun } from '../../src/migrations/run-schema'
import { CreateModel } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { catalog, type Variant, variants } from '../support/database'
import { changes, FILL, start } from '../support/table-changes'
import { migrationsOf } from '../unit/migrations/build'

const first = [...start.models()].map(
  ({ name, fields, options }) => new CreateModel({ name, fields: Object.fromEntries(fields), options }),
)

variants(
  (variant: Variant) => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
      await run([])
      await db.script(FILL)
    })

    function run(operations: readonly Operation[], more: { dryRun?: boolean } = {}): Promise<unknown> {
      const migrations = migrationsOf({
        'shop.1': { operations: first },
        'shop.2': { dependencies: ['shop.1'], operations },
      }).slice(0, operations.length === 0 ? 1 : 2)
      return runMigrations({
        db,
        set: { apps: ['shop'], migrations },
        targets: [{ kind: 'all' }],
        schema: schemaForRun(db),
        lock: { timeoutMs: 5000 },
        ...more,
      })
    }

    const operation = (title: string): Operation => changes[title] as Operation

    test('a dry run leaves everything as it was', async () => {
      const before = await catalog(db)
      await run([operation('add a column'), operation('default'), operation('rename a column')], { dryRun: true })
      assert.deepEqual(await catalog(db), before)
      await run([operation('add a column')])
      assert.notDeepEqual(await catalog(db), before)
    })

    for (const title of ['check', 'unique', 'numeric of another scale']) {
      test(`it is refused where a large table would stay locked: ${title}`, async () => {
        const before = await catalog(db)
        await assert.rejects(run([operation(title)], { dryRun: true }), { code: 'migrate.dry-run-busy' })
        assert.deepEqual(await catalog(db), before)
        await db.script('DELETE FROM shop_book WHERE id > 5')
        await run([operation(title)], { dryRun: true })
        assert.deepEqual(await catalog(db), before)
      })
    }
  },
  { manySessions: true },
)
