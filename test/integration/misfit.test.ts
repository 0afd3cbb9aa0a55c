import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { columnType } from '../../src/backends/postgres/column-type'
import { toDatabase } from '../../src/backends/postgres/database'
import { misfit } from '../../src/backends/postgres/ddl/misfit'
import type { ColumnType } from '../../src/sql/column-type'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'

const types: readonly ColumnType[] = [
  { kind: 'smallint' },
  { kind: 'integer' },
  { kind: 'bigint' },
  { kind: 'numeric', precision: 5, scale: 2 },
  { kind: 'boolean' },
  { kind: 'uuid' },
]

const texts = [
  ...['', ' ', '0', '-1', '+1', '-0', '007', ' 12\t', '1 2', '--1', '1.', '1.5', '.5', '.', '1e2', '1e', '1E-3', '1e3'],
  ...['32767', '32768', '-32769', '2147483648', '9223372036854775807', '9223372036854775808', '999.99', '999.994'],
  ...[
    '999.995',
    '-999.995',
    '1000',
    'NaN',
    ' nan ',
    'Infinity',
    '-inf',
    'x',
    '1x',
    't',
    'TRUE',
    ' yes ',
    'ye',
    'o',
    'on',
  ],
  ...['of', 'off', 'offf', 'no', 'n', 'fals', 'untrue', '11111111-2222-3333-4444-555555555555'],
  ...[
    '{11111111222233334444555555555555}',
    '11111111-2222-3333-4444-55555555555',
    'g1111111-2222-3333-4444-555555555555',
  ],
]

variants((variant: Variant) => {
  let db: Database
  beforeEach(async () => {
    db = toDatabase(await variant.open())
    await db.script('CREATE TABLE said (text text)')
    for (const text of texts) await db.run(statement('INSERT INTO said VALUES ($1)', [text]))
  })

  const fails = (text: string, type: ColumnType): Promise<boolean> =>
    // The assignment to the column comes after the cast, and rounds.
    db.run(statement(`SELECT ($1::text)::${type.kind}::${columnType(type)}`, [text])).then(
      () => false,
      () => true,
    )

  for (const type of types) {
    test(`the texts that cannot be read as ${columnType(type)} are found, and no others`, async () => {
      const version = Math.floor(db.serverVersion / 10_000)
      const condition = misfit({ kind: 'text' }, type, 'text', version)
      const { rows } = await db.run(statement(`SELECT text FROM said WHERE ${condition}`))
      const wrong: string[] = []
      for (const text of texts) if (await fails(text, type)) wrong.push(text)
      assert.deepEqual(
        rows.map(([text]) => text),
        wrong,
      )
    })
  }
})
