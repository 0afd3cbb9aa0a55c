import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { compareModels } from '../../src/backends/postgres/catalog/compare-models'
import { toDatabase } from '../../src/backends/postgres/database'
import { BigAutoField, EnumField, ForeignKey } from '../../src/fields'
import { AddField } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'
import { type Variant, variants } from '../support/database'
import { applied, createAll, runSteps, stepsForwards } from '../support/schema'
import { changes, start } from '../support/table-changes'

variants(
  (variant: Variant) => {
    describe('models beside the tables that there are', () => {
      let db: Database
      beforeEach(async () => {
        db = toDatabase(await variant.open())
        await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      })
      const differences = async (state: ProjectState): Promise<readonly string[]> =>
        (await compareModels(db, { state, models: [...state.keys()] })).differences

      test('are the same once all that a change takes was done, whatever was changed', async () => {
        for (const [title, change] of Object.entries(changes)) {
          const operations: readonly Operation[] = Array.isArray(change) ? change : [change as Operation]
          const all = applied('shop', start, operations)
          const state = all.at(-1)?.to ?? start
          await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
          await createAll(db, start)
          for (const one of all) await runSteps(db, stepsForwards('shop', one))
          assert.deepEqual(await differences(state), [], title)
        }
      })

      test('are not the same before', async () => {
        const seen = new Map<string, readonly string[]>()
        await createAll(db, start)
        for (const [title, change] of Object.entries(changes)) {
          const operations: readonly Operation[] = Array.isArray(change) ? change : [change as Operation]
          seen.set(title, await differences(applied('shop', start, operations).at(-1)?.to ?? start))
        }
        const same = [...seen].filter(([, found]) => found.length === 0).map(([title]) => title)
        // Comments make no difference, PostgreSQL does not keep the size of an array, and nobody asked for what is left.
        assert.deepEqual(same.sort(), [
          'array of a size',
          'comment on a column',
          'comment on a table',
          'drop a table that refers to one',
        ])
      })

      test('may refer to a model that only stands for another', async () => {
        const id = BigAutoField({ primaryKey: true })
        const base = new ModelState({ app: 'shop', name: 'Base', fields: [['id', id]] })
        const proxy = new ModelState({
          app: 'shop',
          name: 'Proxy',
          fields: [],
          bases: ['shop.Base'],
          options: { proxy: true },
        })
        const to = ForeignKey('shop.Proxy', { onDelete: 'CASCADE' })
        const other = new ModelState({
          app: 'shop',
          name: 'Other',
          fields: [
            ['id', id],
            ['to', to],
          ],
        })
        const state = ProjectState.of([base, proxy, other])
        await createAll(db, state)
        assert.deepEqual(await compareModels(db, { state, models: ['shop.Other'] }), {
          tables: ['shop_other'],
          differences: [],
        })
      })

      test('are looked at without a trace', async () => {
        await createAll(db, start)
        const count = async (): Promise<unknown> =>
          (await db.run(statement('SELECT count(*) FROM pg_class'))).rows[0]?.[0]
        const before = await count()
        await differences(start)
        assert.equal(await count(), before)
        assert.equal(
          (await db.run(statement(`SELECT current_setting('search_path') LIKE '%pg_temp%'`))).rows[0]?.[0],
          false,
        )
      })

      test('may have columns of a type that is not there, which is a difference', async () => {
        await createAll(db, start)
        const mood = new AddField({ model: 'Book', name: 'mood', field: EnumField('mood', { null: true }) })
        assert.deepEqual(await differences(mood.apply('shop', start)), [
          'the tables of the models cannot be made here: type "mood" does not exist',
        ])
      })
    })
  },
  { manySessions: true },
)
