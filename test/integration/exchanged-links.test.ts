import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { CheckConstraint, Index } from '../../src/constraints'
import type { NamedIndex } from '../../src/constraints/db-index'
import {
  CharField,
  CompositePrimaryKey,
  DateField,
  DateTimeField,
  ForeignKey,
  IntegerField,
  ManyToManyField,
} from '../../src/fields'
import type { Field } from '../../src/fields/field'
import type { Database } from '../../src/sql/database'
import { Now } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import type { ModelState } from '../../src/state/model-state'
import { answers, described, type ModelExtras, model, state } from '../support/build'
import { variants } from '../support/database'
import { freshCatalog, MigratedProject } from '../support/migrated'

const to = (key: string, options: object = {}) => ForeignKey(key, { onDelete: 'CASCADE', ...options })
const author = model('lib.Author', { name: CharField({ maxLength: 20 }) })
const plain = state(author, model('lib.Book', { authors: ManyToManyField('lib.Author') }))
const book = (through: string) => model('lib.Book', { authors: ManyToManyField('lib.Author', { through }) })

const credit = (fields: Record<string, Field> = {}, extras: ModelExtras = {}): ModelState =>
  model('lib.Credit', { writer: to('lib.Author'), book: to('lib.Book'), ...fields }, extras)

interface Case {
  readonly credit: ModelState
  readonly operations: readonly string[]
}

const cases: Readonly<Record<string, Case>> = {
  'with nothing but its two ends': {
    credit: credit(),
    operations: ['Make the links of Book.authors the model Credit'],
  },
  'of the shape of a table of links': {
    credit: model(
      'lib.Credit',
      { book: to('lib.Book'), author: to('lib.Author') },
      { options: { uniqueTogether: [['book', 'author']], dbTable: 'lib_book_authors' } },
    ),
    operations: ['Make the links of Book.authors the model Credit'],
  },
  'with more fields, indexes and constraints': {
    credit: credit(
      {
        role: CharField({ maxLength: 5 }),
        since: DateField({ null: true }),
        made: DateTimeField({ dbDefault: Now() }),
      },
      {
        options: {
          ordering: ['role'],
          dbTableComment: 'who wrote what',
          uniqueTogether: [['book', 'role', 'writer']],
          indexes: [Index({ fields: ['book', 'writer'], name: 'credit_ends' }) as NamedIndex],
          constraints: [CheckConstraint({ name: 'credit_role', condition: Q.not(Q({ role: 'x' })) })],
        },
      },
    ),
    operations: [
      'Make the links of Book.authors the model Credit',
      'Add field role to Credit',
      'Add field since to Credit',
      'Add field made to Credit',
      'Alter uniqueTogether for Credit (1 constraint)',
      'Create constraint credit_role on model Credit',
    ],
  },
  'with a key of its own kind': {
    credit: model(
      'lib.Credit',
      {
        pk: CompositePrimaryKey(['book', 'author']),
        book: to('lib.Book'),
        author: to('lib.Author', { onDelete: 'PROTECT' }),
      },
      { id: false },
    ),
    operations: [
      'Make the links of Book.authors the model Credit',
      'Remove field id from Credit',
      'Add field pk to Credit',
    ],
  },
}

const rows = `
  INSERT INTO lib_author (name) VALUES ('a'), ('b');
  INSERT INTO lib_book DEFAULT VALUES;
  INSERT INTO lib_book_authors (book_id, author_id) VALUES (1, 1), (1, 2)`

variants((variant) => {
  const given = answers({ 'default:lib.Credit.role': { kind: 'value', value: 'main' } })
  const links = async (db: Database, table: string, author: string): Promise<unknown> =>
    (await db.run(statement(`SELECT book_id::int, ${author}::int FROM ${table} ORDER BY 1, 2`))).rows

  for (const [title, { credit: through, operations }] of Object.entries(cases)) {
    test(`links get a model ${title}, keep their rows, and go back`, async () => {
      const db = toDatabase(await variant.open())
      const after = state(author, book('lib.Credit'), through)
      const fresh = await freshCatalog(db, after)
      const project = new MigratedProject(db)
      await project.to(plain)
      const before = await project.catalog()
      await db.script(rows)

      const migrations = await project.to(after, { answer: given })
      assert.deepEqual(
        described(migrations).map((line) => line.slice(line.indexOf(': ') + 2)),
        operations,
      )
      assert.deepEqual(await project.catalog(), fresh)
      const column = through.fields.has('writer') ? 'writer_id' : 'author_id'
      const table = through.options.dbTable ?? 'lib_credit'
      assert.deepEqual(await links(db, table, column), [
        [1, 1],
        [1, 2],
      ])
      assert.deepEqual(await project.detected(after), [])

      // Forwards to plain links again, which is not the same as undoing.
      const back = await project.to(plain)
      assert.deepEqual(
        described(back).map((line) => line.slice(line.indexOf(': ') + 2)),
        ['Make the model of the links of Book.authors mere links'],
      )
      assert.deepEqual(await project.catalog(), before)
      assert.deepEqual(await links(db, 'lib_book_authors', 'author_id'), [
        [1, 1],
        [1, 2],
      ])
      await project.undo()
      assert.deepEqual(await project.catalog(), fresh)
      assert.deepEqual(await links(db, table, column), [
        [1, 1],
        [1, 2],
      ])
      await project.undo()
      assert.deepEqual(await project.catalog(), before)
      assert.deepEqual(await links(db, 'lib_book_authors', 'author_id'), [
        [1, 1],
        [1, 2],
      ])
    })
  }

  describe('links between rows of one model', () => {
    test('keep their direction', async () => {
      const db = toDatabase(await variant.open())
      const project = new MigratedProject(db)
      await project.to(state(model('lib.User', { follows: ManyToManyField('lib.User', { symmetrical: false }) })))
      await db.script('INSERT INTO lib_user DEFAULT VALUES; INSERT INTO lib_user DEFAULT VALUES')
      await db.script('INSERT INTO lib_user_follows (from_user_id, to_user_id) VALUES (1, 2)')
      await project.to(
        state(
          model('lib.User', {
            follows: ManyToManyField('lib.User', {
              symmetrical: false,
              through: 'lib.Follow',
              throughFields: ['follower', 'followed'],
            }),
          }),
          model('lib.Follow', {
            followed: to('lib.User', { relatedName: 'followers' }),
            follower: to('lib.User', { relatedName: 'following' }),
            weight: IntegerField({ default: 1 }),
          }),
        ),
      )
      const { rows: found } = await db.run(
        statement('SELECT follower_id::int, followed_id::int, weight FROM lib_follow'),
      )
      assert.deepEqual(found, [[1, 2, 1]])
    })
  })
})
