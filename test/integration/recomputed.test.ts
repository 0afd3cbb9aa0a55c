import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { BigAutoField, CharField, GeneratedField, TextField } from '../../src/fields'
import type { Field } from '../../src/fields/field'
import { AlterField } from '../../src/operations'
import { Lower } from '../../src/sql/functions'
import { ModelState } from '../../src/state/model-state'
import { ProjectState } from '../../src/state/project-state'
import { between } from '../support/between'
import { type Variant, variants } from '../support/database'
import { Shop } from '../support/shop'
import { withoutRecords } from '../support/without-records'

const computed = (from: string, outputField: Field): Field =>
  GeneratedField({ expression: Lower(from), outputField, dbPersist: false })
const fields = {
  id: BigAutoField(),
  title: CharField({ maxLength: 50 }),
  folded: computed('title', TextField()),
}
const start = ProjectState.of([new ModelState({ app: 'shop', name: 'Book', fields: Object.entries(fields) })])
const shop = new Shop(start)

const changes = {
  'that is made anew beside the old one': ['title', CharField({ maxLength: 20 })],
  'that changes where it is': ['title', CharField({ maxLength: 100 })],
  'that is computed itself': ['folded', computed('title', CharField({ maxLength: 80 }))],
} as const

variants(
  (variant: Variant) => {
    for (const [which, [name, field]] of Object.entries(changes)) {
      test(`others always find what is computed from a column ${which}`, async (t) => {
        const db = toDatabase(await variant.open())
        if (db.serverVersion < 180_000) return t.skip('for 18')
        const operations = [new AlterField({ model: 'Book', name, field })]
        await shop.release(db)
        await shop.migrate(db, operations, { how: { strategy: 'direct' } })
        const wanted = await withoutRecords(db)
        await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
        await shop.release(db)
        await db.script(`INSERT INTO shop_book (title) VALUES ('Emma')`)
        const other = await variant.open()
        let looks = 0
        const reading = between(db, async () => {
          looks++
          await other.script(
            `SELECT id, title, folded FROM shop_book; INSERT INTO shop_book (title) VALUES ('Persuasion')`,
          )
        })
        await shop.migrate(reading, operations)
        assert.ok(looks > 3)
        assert.deepEqual(await withoutRecords(db), wanted)
      })
    }
  },
  { manySessions: true },
)
