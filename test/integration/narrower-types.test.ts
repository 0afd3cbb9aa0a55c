import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchemaFor } from '../../src/backends/postgres/schema-editor'
import { ArrayField, CharField, EnumField, IntegerField, TextField } from '../../src/fields'
import type { Field } from '../../src/fields/field'
import { AlterField } from '../../src/operations'
import { statement } from '../../src/sql/statement'
import { model, state } from '../support/build'
import { variants } from '../support/database'
import { applied, createAll } from '../support/schema'

interface Narrowed {
  readonly from: Field
  readonly to: Field
  /** A literal that does not fit. */
  readonly value: string
}

const cases: Readonly<Record<string, Narrowed>> = {
  'a text to a varchar': { from: TextField(), to: CharField({ maxLength: 3 }), value: "'abcdef'" },
  'a varchar to a shorter one': {
    from: CharField({ maxLength: 9 }),
    to: CharField({ maxLength: 3 }),
    value: "'abcdef'",
  },
  'a number to a varchar': { from: IntegerField(), to: CharField({ maxLength: 3 }), value: '123456' },
  'texts to varchars': {
    from: ArrayField(TextField()),
    to: ArrayField(CharField({ maxLength: 3 })),
    value: "'{abcdef}'",
  },
  'an enum to a varchar': { from: EnumField('size'), to: CharField({ maxLength: 3 }), value: "'abcdef'" },
}

variants((variant) => {
  for (const [title, { from, to, value }] of Object.entries(cases)) {
    describe(`${title}: a value that does not fit is not cut off`, () => {
      for (const strategy of ['direct', 'online'] as const) {
        test(strategy, async () => {
          const db = toDatabase(await variant.open())
          await db.script("CREATE TYPE size AS ENUM ('abcdef')")
          const start = state(model('shop.Book', { name: from }))
          await createAll(db, start)
          await db.script(`INSERT INTO shop_book (name) VALUES (${value})`)
          const operation = new AlterField({ model: 'Book', name: 'name', field: to })
          const schema = postgresSchemaFor({ version: Math.floor(db.serverVersion / 10_000), strategy })
          const steps = applied('shop', start, [operation]).flatMap((one) =>
            operation.forwards({ app: 'shop', from: one.from, to: one.to, schema }),
          )
          const texts = steps.flatMap((step) =>
            step.kind === 'sql' ? [step.sql] : step.kind === 'fill' ? [`UPDATE ${step.table} SET ${step.set}`] : [],
          )
          const run = async (): Promise<void> => {
            for (const sql of texts) await db.script(sql)
          }
          await assert.rejects(run(), { code: 'database.string_data_right_truncation' })
          const { rows } = await db.run(statement('SELECT name::text FROM shop_book'))
          assert.match(String(rows[0]?.[0]), /abcdef|123456/)
        })
      }
    })
  }
})
