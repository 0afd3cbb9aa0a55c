import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { CheckConstraint, Index, UniqueConstraint } from '../../src/constraints'
import type { NamedIndex } from '../../src/constraints/db-index'
import {
  BigAutoField,
  BigIntegerField,
  CharField,
  CompositePrimaryKey,
  ForeignKey,
  GeneratedField,
  IntegerField,
  ManyToManyField,
  TextField,
} from '../../src/fields'
import type { Field } from '../../src/fields/field'
import { placed } from '../../src/migrations/migration'
import {
  AddConstraint,
  AddConstraintNotValid,
  AddField,
  AddIndexConcurrently,
  AlterField,
  AlterModelOptions,
  CreateModel,
  DeleteModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndexConcurrently,
  RenameIndex,
  ValidateConstraint,
} from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import { add, F } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import type { ModelState } from '../../src/state/model-state'
import { model, state } from '../support/build'
import { catalog, variants } from '../support/database'
import { MigratedProject } from '../support/migrated'
import { applied, createAll, runSteps, stepsBackwards, stepsForwards } from '../support/schema'

const index = Index({ fields: ['size'], name: 'book_size' }) as NamedIndex
const positive = CheckConstraint({ name: 'book_positive', condition: Q({ size__gt: 0 }) })
const author = model('shop.Author', { name: CharField({ maxLength: 20, unique: true }) })
const book = model('shop.Book', {
  size: IntegerField(),
  author: ForeignKey('shop.Author', { onDelete: 'CASCADE' }),
  authorNumber: BigIntegerField({ dbColumn: 'writer' }),
  double: GeneratedField({ expression: add(F('size'), F('size')), outputField: IntegerField() }),
})

const alter = (modelName: string, name: string, field: Field): Operation =>
  new AlterField({ model: modelName, name, field })

interface Case {
  readonly models?: readonly ModelState[]
  readonly operations: readonly Operation[]
}

const cases: Readonly<Record<string, Case>> = {
  'AddIndexConcurrently, RemoveIndexConcurrently': {
    operations: [
      new AddIndexConcurrently({ model: 'Book', index }),
      new AddIndexConcurrently({ model: 'Book', index: Index({ fields: ['author'], name: 'other' }) }),
      new RemoveIndexConcurrently({ model: 'Book', name: 'book_size' }),
    ],
  },
  'AddConstraintNotValid and ValidateConstraint': {
    operations: [
      new AddConstraintNotValid({ model: 'Book', constraint: positive }),
      new ValidateConstraint({ model: 'Book', name: 'book_positive' }),
    ],
  },
  'a plain column becomes a relation, under another column name': {
    operations: [alter('Book', 'authorNumber', ForeignKey('shop.Author', { onDelete: 'CASCADE', relatedName: '+' }))],
  },
  'a relation becomes a plain column': { operations: [alter('Book', 'author', BigIntegerField({ null: true }))] },
  'a computed column becomes plain': { operations: [alter('Book', 'double', IntegerField({ default: 2 }))] },
  'a plain column becomes computed': {
    operations: [
      alter('Book', 'size', GeneratedField({ expression: F('authorNumber'), outputField: BigIntegerField() })),
    ],
    models: [model('shop.Book', { size: IntegerField({ dbIndex: true }), authorNumber: BigIntegerField() })],
  },
  'a key that only the database gives, and not only': {
    operations: [
      alter('Author', 'id', BigAutoField({ identity: 'always' })),
      alter('Author', 'id', BigAutoField()),
      new CreateModel({ name: 'Note', fields: { id: BigAutoField({ identity: 'always' }) } }),
    ],
  },
  'a collation that references inherit': {
    models: [
      model('shop.Country', { code: CharField({ maxLength: 2, primaryKey: true }) }, { id: false }),
      model('shop.City', {
        country: ForeignKey('shop.Country', { onDelete: 'CASCADE' }),
        twins: ManyToManyField('shop.Country'),
      }),
    ],
    operations: [
      alter('Country', 'code', CharField({ maxLength: 2, primaryKey: true, dbCollation: 'C' })),
      alter('Country', 'code', TextField({ primaryKey: true, dbCollation: 'POSIX', dbComment: '100%' })),
    ],
  },
  'a tablespace of a model, a field and an index': {
    models: [author, book, model('shop.Shelf', { books: ManyToManyField('shop.Book') })],
    operations: [
      new AlterModelOptions({ name: 'Shelf', options: { dbTablespace: 'pg_default' } }),
      new AlterModelOptions({ name: 'Book', options: { dbTablespace: 'pg_default', ordering: ['size'] } }),
      alter('Author', 'name', CharField({ maxLength: 20, unique: true, dbTablespace: 'pg_default' })),
      new AddIndexConcurrently({
        model: 'Book',
        index: Index({ fields: ['size'], name: 'placed', dbTablespace: 'pg_default' }),
      }),
      new AlterModelOptions({ name: 'Book', options: {} }),
    ],
  },
  'a key of one field, of several, of others, and of one again': {
    models: [model('shop.Seat', { row: IntegerField(), place: IntegerField(), hall: IntegerField() })],
    operations: [
      new RemoveField({ model: 'Seat', name: 'id' }),
      new AddField({ model: 'Seat', name: 'pk', field: CompositePrimaryKey(['row', 'place']) }),
      alter('Seat', 'pk', CompositePrimaryKey(['hall', 'row', 'place'])),
      new RemoveField({ model: 'Seat', name: 'pk' }),
      new AddField({ model: 'Seat', name: 'id', field: BigAutoField() }),
    ],
  },
  'a key that moves to another field and back': {
    models: [model('shop.Country', { code: CharField({ maxLength: 2, unique: true }) })],
    operations: [
      new RemoveField({ model: 'Country', name: 'id' }),
      alter('Country', 'code', CharField({ maxLength: 2, primaryKey: true })),
    ],
  },
}

variants((variant) => {
  describe('operations', () => {
    for (const [title, { models = [author, book], operations }] of Object.entries(cases)) {
      test(`${title}: migrated is fresh, undone is before`, async () => {
        const connection = await variant.open()
        const start = state(...models)
        const steps = applied('shop', start, operations)
        await createAll(connection, steps.at(-1)?.to ?? start)
        const fresh = await catalog(connection)
        await connection.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
        await createAll(connection, start)
        const before = await catalog(connection)
        for (const step of steps) await runSteps(connection, stepsForwards('shop', step))
        assert.deepEqual(await catalog(connection), fresh, 'migrated is not fresh')
        for (const step of [...steps].reverse()) await runSteps(connection, stepsBackwards('shop', step))
        assert.deepEqual(await catalog(connection), before, 'undone is not before')
      })
    }
  })

  test('a collation is that of every column that refers to it, of tables of links as well', async () => {
    const connection = await variant.open()
    await createAll(
      connection,
      state(
        model('shop.Country', { code: CharField({ maxLength: 2, primaryKey: true, dbCollation: 'C' }) }, { id: false }),
        model('shop.City', {
          country: ForeignKey('shop.Country', { onDelete: 'CASCADE' }),
          twins: ManyToManyField('shop.Country'),
        }),
      ),
    )
    const { columns } = await catalog(connection)
    assert.deepEqual(
      columns
        .filter(([, , , , , , , collation]) => collation === 'C')
        .map(([table, column]) => `${String(table)}.${String(column)}`),
      ['shop_city.country_id', 'shop_city_twins.country_id', 'shop_country.code'],
    )
  })

  describe('with rows', () => {
    const open = async () => {
      const db = toDatabase(await variant.open())
      const project = new MigratedProject(db)
      const values = async (sql: string) => (await db.run(statement(sql))).rows
      return { db, project, values }
    }

    test('a number that becomes a relation, and the reverse, keep their values', async () => {
      const { db, project, values } = await open()
      const number = model('shop.Book', { author: BigIntegerField({ null: true }) })
      const relation = model('shop.Book', { author: ForeignKey('shop.Author', { onDelete: 'CASCADE', null: true }) })
      await project.to(state(author, number))
      await db.script(
        `INSERT INTO shop_author (name) VALUES ('a'), ('b'); INSERT INTO shop_book (author) VALUES (2), (NULL)`,
      )
      await project.to(state(author, relation))
      assert.deepEqual(await values('SELECT author_id::int FROM shop_book ORDER BY id'), [[2], [null]])
      await assert.rejects(db.script('INSERT INTO shop_book (author_id) VALUES (9)'))
      await project.to(state(author, number))
      assert.deepEqual(await values('SELECT author::int FROM shop_book ORDER BY id'), [[2], [null]])
      await project.undo()
      assert.deepEqual(await values('SELECT author_id::int FROM shop_book ORDER BY id'), [[2], [null]])
    })

    test('a computed column that becomes plain keeps what was computed', async () => {
      const { db, project, values } = await open()
      const computed = GeneratedField({ expression: add(F('size'), 1), outputField: IntegerField() })
      await project.to(state(model('shop.Box', { size: IntegerField(), next: computed })))
      await db.script('INSERT INTO shop_box (size) VALUES (1), (2)')
      await project.to(state(model('shop.Box', { size: IntegerField(), next: IntegerField() })))
      assert.deepEqual(await values('SELECT next FROM shop_box ORDER BY id'), [[2], [3]])
      await project.undo()
      assert.deepEqual(await values('SELECT next FROM shop_box ORDER BY id'), [[2], [3]])
    })

    test('keys of several fields come and go, and an order by hand begins', async () => {
      const { db, project, values } = await open()
      const seat = (fields: Record<string, Field>, id: boolean) =>
        model(
          'shop.Seat',
          {
            row: IntegerField(),
            place: IntegerField(),
            hall: ForeignKey('shop.Hall', { onDelete: 'CASCADE' }),
            ...fields,
          },
          { id },
        )
      const hall = model('shop.Hall')
      await project.to(state(hall, seat({}, true)))
      await db.script(
        `INSERT INTO shop_hall DEFAULT VALUES; INSERT INTO shop_seat (row, place, hall_id) VALUES (1, 1, 1), (1, 2, 1)`,
      )
      await project.to(state(hall, seat({ pk: CompositePrimaryKey(['row', 'place']) }, false)))
      await assert.rejects(db.script('INSERT INTO shop_seat (row, place, hall_id) VALUES (1, 1, 1)'))
      await project.undo()
      assert.deepEqual(await values('SELECT count(DISTINCT id)::int FROM shop_seat'), [[2]])
      await project.to(state(hall, seat({}, true).withOptions({ orderWithRespectTo: 'hall' })))
      assert.deepEqual(await values('SELECT _order FROM shop_seat'), [[0], [0]])
    })

    test('a check that old rows do not meet is added, and looked at later', async () => {
      const { db, project } = await open()
      const box = model('shop.Box', { size: IntegerField() })
      await project.to(state(box))
      await db.script('INSERT INTO shop_box (size) VALUES (-1)')
      const leaf = project.migrations.at(-1)?.name ?? ''
      const constraint = CheckConstraint({ name: 'box_size', condition: Q({ size__gt: 0 }) })
      await project.run([
        placed('shop', '0002_check', {
          dependencies: [['shop', leaf]],
          operations: [new AddConstraintNotValid({ model: 'Box', constraint })],
        }),
      ])
      await assert.rejects(db.script('INSERT INTO shop_box (size) VALUES (-2)'))
      const validate = placed('shop', '0003_valid', {
        dependencies: [['shop', '0002_check']],
        operations: [new ValidateConstraint({ model: 'Box', name: 'box_size' })],
      })
      const later = project.run([validate])
      await assert.rejects(later, { code: 'migrate.failed', message: /check constraint "box_size"/ })
    })

    test('an index is built and dropped beside the transaction of its migration', async () => {
      const { db, project, values } = await open()
      await project.to(state(model('shop.Box', { size: IntegerField() })))
      await db.script('INSERT INTO shop_box (size) VALUES (1)')
      const leaf = project.migrations.at(-1)?.name ?? ''
      await project.run([
        placed('shop', '0002_index', {
          dependencies: [['shop', leaf]],
          operations: [
            new AddField({ model: 'Box', name: 'label', field: CharField({ default: '' }) }),
            new AddIndexConcurrently({ model: 'Box', index: Index({ fields: ['label'], name: 'box_label' }) }),
          ],
        }),
      ])
      const valid = `SELECT indisvalid FROM pg_index WHERE indexrelid = 'box_label'::regclass`
      assert.deepEqual(await values(valid), [[true]])
      await project.undo()
      assert.deepEqual(await values(`SELECT to_regclass('box_label') IS NULL`), [[true]])
    })

    test('a column that is computed when it is read needs PostgreSQL 18, and says so before anything runs', async () => {
      const { db, project, values } = await open()
      const box = (dbPersist: boolean) =>
        model('shop.Box', {
          size: IntegerField(),
          next: GeneratedField({ expression: add(F('size'), 1), outputField: IntegerField(), dbPersist }),
        })
      await project.to(state(box(true)))
      await db.script('INSERT INTO shop_box (size) VALUES (1)')
      const change = project.to(state(box(false)))
      if (db.serverVersion < 180_000) {
        await assert.rejects(change, {
          code: 'migrate.old-server',
          message:
            /operation 2 of 2, "Add field next to Box": the virtual column shop_box.next needs PostgreSQL 18, and this is 1\d\.\d+/,
        })
        assert.deepEqual(await values('SELECT next FROM shop_box'), [[2]])
        return
      }
      await change
      assert.deepEqual(await values('SELECT next FROM shop_box'), [[2]])
      await project.undo()
      assert.deepEqual(await values('SELECT next FROM shop_box'), [[2]])
    })
  })
})

describe('operations on a live table', () => {
  const before = state(author, book.withOptions({ constraints: [positive] }))
  const stepsOf = (operation: Operation, start = before) =>
    operation.forwards({ app: 'shop', from: start, to: operation.apply('shop', start), schema: postgresSchema })

  test('say what they take', () => {
    const [built] = stepsOf(new AddIndexConcurrently({ model: 'Book', index }))
    assert.ok(built?.kind === 'sql')
    assert.match(built.sql, /^CREATE INDEX CONCURRENTLY "book_size" ON "shop_book"/)
    assert.deepEqual(
      [built.transactional, built.locks],
      [false, [{ table: 'shop_book', mode: 'SHARE UPDATE EXCLUSIVE' }]],
    )
    const [validated] = stepsOf(new ValidateConstraint({ model: 'Book', name: 'book_positive' }))
    assert.deepEqual(validated?.locks, [{ table: 'shop_book', mode: 'SHARE UPDATE EXCLUSIVE' }])
    const [added] = stepsOf(
      new AddConstraintNotValid({
        model: 'Book',
        constraint: { ...positive, options: { ...positive.options, name: 'p2' } },
      }),
    )
    assert.deepEqual(added?.scans, [])
  })

  test('move indexes along with their table, and build none', () => {
    const sql = stepsOf(new AlterModelOptions({ name: 'Book', options: { dbTablespace: 'fast' } })).map(
      (step) => step.kind === 'sql' && step.sql,
    )
    assert.deepEqual(sql.sort(), [
      'ALTER INDEX "shop_book_author_id_82b8ab51" SET TABLESPACE "fast"',
      'ALTER INDEX "shop_book_pkey" SET TABLESPACE "fast"',
      'ALTER TABLE "shop_book" SET TABLESPACE "fast"',
    ])
  })

  test('only put off what can be', () => {
    const unique = UniqueConstraint({ fields: ['size'], name: 'u' })
    assert.throws(() => new AddConstraintNotValid({ model: 'Book', constraint: unique }), {
      code: 'operation.not-a-check',
    })
    assert.throws(() => stepsOf(new ValidateConstraint({ model: 'Book', name: 'x' })), {
      code: 'state.unknown-constraint',
    })
  })

  test('are called what they do', () => {
    const named: readonly Operation[] = [
      new AddIndexConcurrently({ model: 'Book', index }),
      new RemoveIndexConcurrently({ model: 'Book', name: 'book_size' }),
      new AddConstraintNotValid({ model: 'Book', constraint: positive }),
      new ValidateConstraint({ model: 'Book', name: 'book_positive' }),
    ]
    assert.deepEqual(
      named.map((operation) => [operation.describe(), operation.nameFragment()]),
      [
        ['Concurrently create index book_size on field(s) size of model Book', 'book_book_size'],
        ['Concurrently remove index book_size from Book', 'remove_book_book_size'],
        ['Create not valid constraint book_positive on model Book', 'book_book_positive_not_valid'],
        ['Validate constraint book_positive on model Book', 'book_validate_book_positive'],
      ],
    )
  })

  test('fold, and stay what they are', () => {
    const adds = new AddIndexConcurrently({ model: 'Book', index })
    const [renamed] =
      new RenameIndex({ model: 'Book', oldName: 'book_size', newName: 'x' }).foldInto(adds, 'shop') ?? []
    assert.ok(renamed instanceof AddIndexConcurrently)
    assert.equal(renamed.args.index.options.name, 'x')
    const validate = new ValidateConstraint({ model: 'Book', name: 'book_positive' })
    const removes = new RemoveConstraint({ model: 'Book', name: 'book_positive' })
    assert.deepEqual(removes.foldInto(validate, 'shop'), [removes])
    assert.deepEqual(removes.foldInto(new AddConstraintNotValid({ model: 'Book', constraint: positive }), 'shop'), [])
    assert.equal(validate.foldInto(new AddConstraint({ model: 'Book', constraint: positive })), undefined)
    const created = new CreateModel({
      name: 'Book',
      fields: { size: IntegerField() },
      options: { constraints: [positive] },
    })
    assert.deepEqual(validate.foldInto(created), [created])
    const gone = new DeleteModel({ name: 'Book' })
    assert.deepEqual(gone.foldInto(validate, 'shop'), [gone])
  })
})
