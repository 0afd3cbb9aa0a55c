import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { CheckConstraint, Index, UniqueConstraint } from '../../src/constraints'
import type { NamedIndex } from '../../src/constraints/db-index'
import {
  BigIntegerField,
  CharField,
  CompositePrimaryKey,
  ForeignKey,
  GeneratedField,
  IntegerField,
  TextField,
} from '../../src/fields'
import type { Field } from '../../src/fields/field'
import { MigrationGraph } from '../../src/migrations/graph'
import { placed } from '../../src/migrations/migration'
import { optimize } from '../../src/migrations/optimizer'
import { planOf } from '../../src/migrations/plan'
import { steps } from '../../src/migrations/steps'
import {
  AddField,
  AlterField,
  CreateModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndex,
  RenameField,
  RunCode,
} from '../../src/operations'
import type { CodeContext } from '../../src/query/historical'
import { add, F } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import type { ModelOptions } from '../../src/state/model-options'
import type { ModelState } from '../../src/state/model-state'
import { answers, described, detect, model, reached, state } from '../support/build'
import { variants } from '../support/database'
import { freshCatalog, MigratedProject } from '../support/migrated'

const book = (fields: Record<string, Field>, options: ModelOptions = {}): ModelState =>
  model('shop.Book', fields, { options })
const text = (options: object = {}) => CharField({ maxLength: 20, ...options })
const index = (name: string, ...fields: string[]): NamedIndex => Index({ fields, name }) as NamedIndex

/** Defects of Django 5.2's schema editor and autodetector, by the numbers that docs/coming-from-django.md gives them. */
variants((variant) => {
  const open = async () => {
    const db = toDatabase(await variant.open())
    const project = new MigratedProject(db)
    const values = async (sql: string) => (await db.run(statement(sql))).rows
    /** Runs the changes one after the other, holds the end against a fresh database, and goes all the way back. */
    const through = async (...models: readonly (readonly ModelState[])[]) => {
      const all = models.map((each) => state(...each))
      const fresh = await freshCatalog(db, all.at(-1) ?? state())
      const seen = [await project.catalog()]
      for (const each of all) {
        await project.to(each, { answer: yes })
        seen.push(await project.catalog())
      }
      assert.deepEqual(seen.at(-1), fresh, 'migrated is not fresh')
      for (const before of seen.slice(0, -1).reverse()) {
        await project.undo()
        assert.deepEqual(await project.catalog(), before, 'undone is not before')
      }
    }
    return { db, project, values, through }
  }
  const yes = (question: { readonly kind: string }) =>
    question.kind === 'one-off-default' ? ({ kind: 'value', value: 0 } as const) : true

  test('D1: an indexed column is renamed, and becomes one of another type', async () => {
    const { through } = await open()
    await through(
      [book({ code: text({ dbIndex: true }) })],
      [book({ number: text({ dbIndex: true }) })],
      [book({ number: IntegerField({ dbIndex: true }) })],
    )
  })

  test('D2: a unique column is renamed, and is unique no longer', async () => {
    const { through } = await open()
    await through(
      [book({ code: text({ unique: true }) })],
      [book({ label: text({ unique: true }) })],
      [book({ label: text() })],
    )
  })

  describe('D3: a model is renamed, and another one gets its name, with an index on the same column', () => {
    const old = [book({ code: text({ dbIndex: true }) })]
    const novel = model('shop.Novel', { code: text({ dbIndex: true }) })
    test('in two migrations', async () => {
      const { through } = await open()
      await through(old, [novel], [novel, ...old])
    })

    test('in one', async () => {
      const { db, project, values } = await open()
      await project.to(state(...old))
      await db.script(`INSERT INTO shop_book (code) VALUES ('old')`)
      const after = state(novel, ...old)
      // Nobody can guess that: the model has to say so.
      await project.run([
        placed('shop', '0002_both', {
          dependencies: [['shop', '0001_initial']],
          operations:
            detect({ from: state(...old), to: state(novel) }, () => true).migrations[0]?.operations.concat(
              detect({ from: state(novel), to: after }).migrations[0]?.operations ?? [],
            ) ?? [],
        }),
      ])
      assert.deepEqual(await values('SELECT code FROM shop_novel'), [['old']])
      assert.deepEqual(await project.catalog(), await freshCatalog(db, after))
    })
  })

  test('D4: an indexed number becomes a text, and what is migrated is what a fresh database has', async () => {
    const { through } = await open()
    await through([book({ code: IntegerField({ dbIndex: true }) })], [book({ code: text({ dbIndex: true }) })])
    await through([book({ code: IntegerField({ unique: true }) })], [book({ code: text({ unique: true }) })])
  })

  test('D5: a text that may be NULL and empty becomes required where rows have NULL', async () => {
    const { db, project, values } = await open()
    await project.to(state(book({ note: text({ null: true }), extra: text({ null: true }) })))
    await db.script(`INSERT INTO shop_book (note) VALUES (NULL), ('kept')`)
    const hints = new Map([['shop.Book.note', { blank: true }]])
    const answer = answers({
      'default:shop.Book.note': { kind: 'value', value: '' },
      'default:shop.Book.extra': { kind: 'value', value: '-' },
    })
    await project.to(state(book({ note: text(), extra: text({ default: 'x' }) })), { hints, answer })
    assert.deepEqual(await values('SELECT note, extra FROM shop_book ORDER BY id'), [
      ['', 'x'],
      ['kept', 'x'],
    ])
  })

  test('D6: a column that a computed column is made of changes its type', async () => {
    const { db, project, values, through } = await open()
    const sized = (size: Field, output: Field) => [
      book(
        { size, double: GeneratedField({ expression: add(F('size'), F('size')), outputField: output, dbIndex: true }) },
        { constraints: [CheckConstraint({ name: 'small', condition: Q({ double__lt: 1000 }) })] },
      ),
    ]
    await through(sized(IntegerField(), IntegerField()), sized(BigIntegerField(), BigIntegerField()))
    await project.to(state(...sized(IntegerField(), IntegerField())))
    await db.script('INSERT INTO shop_book (size) VALUES (3)')
    await project.to(state(...sized(BigIntegerField(), BigIntegerField())))
    assert.deepEqual(await values('SELECT size::int, double::int FROM shop_book'), [[3, 6]])
  })

  test('D7: a removed field takes nothing along unsaid, and comes back with all that stood on it', async () => {
    const { db, project, values } = await open()
    const before = state(
      book(
        {
          code: text(),
          size: IntegerField(),
          double: GeneratedField({ expression: F('size'), outputField: IntegerField() }),
        },
        {
          indexes: [index('both', 'code', 'size')],
          constraints: [
            UniqueConstraint({ name: 'one', fields: ['code', 'size'] }),
            CheckConstraint({ name: 'check', condition: Q({ size__gt: 0 }) }),
          ],
          uniqueTogether: [['size', 'code']],
        },
      ),
    )
    await project.to(before)
    const first = await project.catalog()
    await db.script(`INSERT INTO shop_book (code, size) VALUES ('a', 1)`)
    const migrations = await project.to(state(book({ code: text() })))
    assert.deepEqual(
      described(migrations)
        .map((line) => line.slice(line.indexOf(': ') + 2))
        .sort(),
      [
        'Alter uniqueTogether for Book (0 constraints)',
        'Remove constraint check from model Book',
        'Remove constraint one from model Book',
        'Remove field double from Book',
        'Remove field size from Book',
        'Remove index both from Book',
      ],
    )
    // By itself it is refused, not carried out with CASCADE.
    assert.throws(() => new RemoveField({ model: 'Book', name: 'size' }).apply('shop', before), {
      code: 'operation.field-in-use',
    })
    await db.script('UPDATE shop_book SET code = code')
    await assert.rejects(project.undo(), /violated by some row/)
    await project.db.script('DELETE FROM shop_book')
    await project.undo()
    assert.deepEqual(await project.catalog(), first)

    await project.to(state(book({ code: text(), size: IntegerField() })))
    await db.script(`INSERT INTO shop_book (code, size) VALUES ('b', 2)`)
    await project.to(state(book({ code: text() })))
    await project.undo()
    assert.deepEqual(await values('SELECT code, size FROM shop_book'), [['b', 0]])
  })

  test('D8: a field is renamed, and an index and a constraint on it are removed in the same migration', async () => {
    const { db, project, values } = await open()
    await project.to(
      state(
        book(
          { size: IntegerField() },
          {
            indexes: [index('i', 'size')],
            constraints: [CheckConstraint({ name: 'c', condition: Q({ size__gt: 0 }) })],
          },
        ),
      ),
    )
    await db.script('INSERT INTO shop_book (size) VALUES (1)')
    const before = await project.catalog()
    await project.run([
      placed('shop', '0002_x', {
        dependencies: [['shop', '0001_initial']],
        operations: [
          new RenameField({ model: 'Book', oldName: 'size', newName: 'pages' }),
          new RemoveIndex({ model: 'Book', name: 'i' }),
          new RemoveConstraint({ model: 'Book', name: 'c' }),
        ],
      }),
    ])
    await project.undo()
    assert.deepEqual(await project.catalog(), before)
    assert.deepEqual(await values('SELECT size FROM shop_book'), [[1]])
  })

  test('D9: a table that is there gets a key of several fields, and back', async () => {
    const { db, project, through } = await open()
    const parts = { row: IntegerField(), place: IntegerField() }
    const composite = model('shop.Seat', { pk: CompositePrimaryKey(['row', 'place']), ...parts }, { id: false })
    await through([model('shop.Seat', parts)], [composite], [model('shop.Seat', parts)])
    await project.to(state(model('shop.Seat', parts)))
    await db.script('INSERT INTO shop_seat (row, place) VALUES (1, 1), (1, 2)')
    await project.to(state(composite))
    await assert.rejects(db.script('INSERT INTO shop_seat (row, place) VALUES (1, 1)'), {
      code: 'database.unique_violation',
    })
    await project.undo()
    await db.script('INSERT INTO shop_seat (row, place) VALUES (1, 1)')
  })

  test('D10: a model becomes managed and its table comes; nobody manages it, and its table goes', async () => {
    const { project, through } = await open()
    const managed = book({ code: text({ dbIndex: true }) })
    const unmanaged = managed.withOptions({ managed: false })
    await through([unmanaged], [managed], [unmanaged])
    await project.to(state(managed))
    const refused = project.to(state(unmanaged), { answer: answers({ 'drop:shop.Book': false }) })
    await assert.rejects(refused, { code: 'makemigrations.given-up' })
  })

  test('D11: a value for old rows is no default of the field once operations are folded', async () => {
    const { db, project } = await open()
    const operations = [
      new CreateModel({ name: 'Book', fields: { id: book({}).field('id') } }),
      new AddField({ model: 'Book', name: 'size', field: IntegerField(), oneOffDefault: 7 }),
      new AlterField({ model: 'Book', name: 'size', field: IntegerField({ dbIndex: true }), oneOffDefault: 8 }),
    ]
    const squashed = optimize(operations, 'shop')
    assert.equal(squashed.length, 1)
    await project.run([placed('shop', '0001_squashed', { operations: squashed, initial: true })])
    const after = state(book({ size: IntegerField({ dbIndex: true }) }))
    assert.ok(reached(state(), project.migrations).equals(after))
    assert.deepEqual(await project.detected(after), [])
    assert.deepEqual(await project.catalog(), await freshCatalog(db, after))
  })

  test('D12: code writes rows with references, and their tables are altered in the same migration', async () => {
    const { project, values } = await open()
    const author = model('shop.Author', { name: text() })
    const written = { author: ForeignKey('shop.Author', { onDelete: 'CASCADE' }), title: text() }
    await project.to(state(author, book(written)))
    const fill = async ({ apps }: CodeContext) => {
      const ada = await apps.getModel('shop', 'Author').objects.create({ name: 'Ada' })
      await apps.getModel('shop', 'Book').objects.create({ author: ada, title: 'Notes' })
    }
    await project.run([
      placed('shop', '0002_rows', {
        dependencies: [['shop', '0001_initial']],
        operations: [
          new RunCode({ code: fill, reverseCode: RunCode.noop }),
          new AlterField({ model: 'Book', name: 'title', field: TextField() }),
          new AddField({ model: 'Author', name: 'pen', field: text(), oneOffDefault: 'none' }),
          new RemoveField({ model: 'Book', name: 'author' }),
        ],
      }),
    ])
    assert.deepEqual(await values('SELECT name, pen, title FROM shop_author, shop_book'), [['Ada', 'none', 'Notes']])
  })
})

/** The statements of the one migration that the change takes. */
function sqlOf(before: readonly ModelState[], after: readonly ModelState[]): readonly string[] {
  const initial = detect({ from: state(), to: state(...before) }).migrations
  const leaves = new Map([['shop', '0001_initial']])
  const change = detect({ from: state(...before), to: state(...after), leaves }, () => true).migrations
  const graph = MigrationGraph.of([...initial, ...change], { apps: ['shop'] })
  const planned = planOf(graph, `shop.${change[0]?.name ?? ''}`, 'forwards')
  return steps(planned, postgresSchema).flatMap((each) =>
    each.steps.map((step) =>
      step.kind === 'sql' ? `${step.sql} -- ${step.locks?.map(({ mode }) => mode).join()}` : 'code',
    ),
  )
}

test('D13: a changed comment is one statement, under a lock that lets everybody write', () => {
  assert.deepEqual(sqlOf([book({ code: text() })], [book({ code: text({ dbComment: '5%' }) })]), [
    `COMMENT ON COLUMN "shop_book"."code" IS '5%' -- SHARE UPDATE EXCLUSIVE`,
  ])
})

test('D14: what a migration does is known without a database', () => {
  const author = model('shop.Author')
  const before = book({
    author: ForeignKey('shop.Author', { onDelete: 'CASCADE' }),
    code: text({ unique: true }),
    size: IntegerField({ dbIndex: true }),
  })
  const after = book({ author: BigIntegerField(), code: text(), size: IntegerField() })
  const sql = sqlOf([author, before], [author, after]).map((line) => line.replace(/ --.*/, ''))
  assert.deepEqual(sql, [
    'ALTER TABLE "shop_book" DROP CONSTRAINT "shop_book_author_id_82b8ab51_fk_shop_author_id"',
    'DROP INDEX "shop_book_author_id_82b8ab51"',
    'ALTER TABLE "shop_book" RENAME COLUMN "author_id" TO "author"',
    'ALTER TABLE "shop_book" DROP CONSTRAINT "shop_book_code_key"',
    'DROP INDEX "shop_book_size_d47775ef"',
  ])
})
