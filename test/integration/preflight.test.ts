import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { CheckConstraint, UniqueConstraint } from '../../src/constraints'
import type { Constraint } from '../../src/constraints/constraint'
import { BigAutoField, CharField, DecimalField, ForeignKey, IntegerField, SmallIntegerField } from '../../src/fields'
import type { Progress } from '../../src/migrations/progress'
import { AddConstraint, AddField, AlterField, CreateModel, RenameField, RunCode } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Database } from '../../src/sql/database'
import { F } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import { ProjectState } from '../../src/state/project-state'
import { type Variant, variants } from '../support/database'
import { Shop, type ShopRun } from '../support/shop'

const shop = new Shop(ProjectState.empty, [
  new CreateModel({ name: 'Author', fields: { id: BigAutoField() } }),
  new CreateModel({
    name: 'Book',
    fields: {
      id: BigAutoField(),
      title: CharField({ maxLength: 50 }),
      price: DecimalField({ maxDigits: 10, decimalPlaces: 2 }),
      stock: IntegerField({ null: true }),
      author: ForeignKey('shop.Author', { onDelete: 'CASCADE', dbConstraint: false }),
    },
  }),
])

/** The third book is wrong in every way, the fourth has its title; twelve more are without stock. */
const FILL = `
INSERT INTO shop_author VALUES (1);
INSERT INTO shop_book (title, price, stock, author_id) VALUES
  ('a', 1, 1, 1), ('b', 2, 2, 1), ('a title that is long', 123456.78, 70000, 9), ('a title that is long', 3, 3, 1);
INSERT INTO shop_book (title, price, author_id) SELECT 'n' || n, n, 1 FROM generate_series(1, 12) n`

const alter = (name: string, field: ReturnType<typeof CharField>): Operation =>
  new AlterField({ model: 'Book', name, field })
const constraint = (one: Constraint): Operation => new AddConstraint({ model: 'Book', constraint: one })

/** What is found wrong by each operation: how many rows, and the first of them by their keys. */
const wrong: Readonly<Record<string, readonly [Operation, count: number, keys: readonly number[]]>> = {
  'no value where there has to be one': [alter('stock', IntegerField()), 12, [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
  'no value for a new column': [
    new AddField({ model: 'Book', name: 'x', field: IntegerField() }),
    16,
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  ],
  'one value for a new unique column': [
    new AddField({ model: 'Book', name: 'x', field: IntegerField({ unique: true, default: 1 }) }),
    16,
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  ],
  'a unique column computed of one that is not': [
    new AddField({
      model: 'Book',
      name: 'x',
      field: CharField({ maxLength: 50, unique: true }),
      oneOffDefault: F('title'),
    }),
    2,
    [3, 4],
  ],
  'a text that is too long': [alter('title', CharField({ maxLength: 10 })), 2, [3, 4]],
  'a text that is no number': [alter('title', IntegerField()), 16, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  'a number with too many digits': [alter('price', DecimalField({ maxDigits: 7, decimalPlaces: 2 })), 1, [3]],
  'a number that is too large': [alter('stock', SmallIntegerField({ null: true })), 1, [3]],
  'rows that are the same': [constraint(UniqueConstraint({ fields: ['title'], name: 'u' })), 2, [3, 4]],
  'rows that are the same where a condition holds': [
    constraint(UniqueConstraint({ fields: ['author'], condition: Q({ stock__lt: 5 }), name: 'u' })),
    3,
    [1, 2, 4],
  ],
  'a check': [constraint(CheckConstraint({ condition: Q({ stock__lt: 10 }), name: 'c' })), 1, [3]],
  'a reference to nothing': [alter('author', ForeignKey('shop.Author', { onDelete: 'CASCADE' })), 1, [3]],
}

variants((variant: Variant) => {
  let db: Database
  beforeEach(async () => {
    db = toDatabase(await variant.open())
    await shop.release(db)
    await db.script(FILL)
  })

  const run = (operations: readonly Operation[], options: ShopRun = {}): Promise<unknown> =>
    shop.migrate(db, operations, {
      how: { strategy: variant.manySessions ? 'online' : 'direct' },
      preflight: true,
      ...options,
    })

  interface Refusal {
    readonly code: string
    readonly message: string
    readonly facts: { readonly offences: readonly { readonly count: number; readonly rows: readonly string[][] }[] }
  }

  async function refusal(operations: readonly Operation[]): Promise<Refusal> {
    return run(operations).then(
      () => assert.fail('it was run'),
      (error: Refusal) => error,
    )
  }

  const applied = async (): Promise<unknown> =>
    (await db.run(statement('SELECT count(*)::integer FROM strata_migrations'))).rows

  describe('before a plan is run, the rows are found that would make it fail:', () => {
    for (const [title, [operation, count, keys]] of Object.entries(wrong)) {
      test(title, async () => {
        const { code, facts } = await refusal([operation])
        assert.equal(code, 'migrate.preflight')
        assert.deepEqual(
          facts.offences.map((offence) => [offence.count, offence.rows.map(([key]) => Number(key))]),
          [[count, keys]],
        )
        assert.deepEqual(await applied(), [[1]])
        // It would have failed indeed.
        await assert.rejects(run([operation], { preflight: false }), { code: 'migrate.failed' })
      })
    }
  })

  test('all of them at once, each with its operation', async () => {
    const { message } = await refusal(
      [wrong['a text that is too long']?.[0], wrong['a check']?.[0]].flatMap((one) => one ?? []),
    )
    assert.equal(
      message,
      'The rows do not allow the plan, and nothing was run:\n' +
        'shop.2, operation 1, "Alter field title on Book": 2 rows of shop_book with a value in title that does not fit varchar(10): id 3, 4\n' +
        'shop.2, operation 2, "Create constraint c on model Book": 1 row of shop_book with values that the check c does not allow: id 3',
    )
  })

  describe('what runs before may set the rows right, so nothing is refused', () => {
    const cases: Readonly<Record<string, readonly Operation[]>> = {
      code: [
        new RunCode({ code: async ({ db: own }) => own.script('UPDATE shop_book SET stock = 0 WHERE stock IS NULL') }),
        alter('stock', IntegerField()),
      ],
      'a value for old rows': [
        new AlterField({ model: 'Book', name: 'stock', field: IntegerField(), oneOffDefault: 0 }),
        constraint(CheckConstraint({ condition: Q({ stock__gte: 0 }), name: 'c' })),
      ],
      'another name': [
        new RenameField({ model: 'Book', oldName: 'title', newName: 'price2' }),
        alter('price2', CharField({ maxLength: 20 })),
      ],
    }
    for (const [title, operations] of Object.entries(cases)) {
      test(title, async () => {
        const events: Progress[] = []
        await run(operations, { events })
        assert.deepEqual(
          events.flatMap((event) => (event.kind === 'not-looked-at' ? [event.why] : [])),
          ['what runs before it may change the answer'],
        )
        assert.deepEqual(await applied(), [[2]])
      })
    }
  })

  test('rows that are right are let through', async () => {
    await db.script('DELETE FROM shop_book WHERE id > 2')
    const right = [
      'a text that is too long',
      'a number that is too large',
      'rows that are the same',
      'a check',
      'a reference to nothing',
    ]
    await run(right.flatMap((title) => wrong[title]?.[0] ?? []))
    assert.deepEqual(await applied(), [[2]])
  })
})
