import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { BigAutoField, CharField, ForeignKey, ManyToManyField } from '../../src/fields'
import type { Report } from '../../src/migrations/progress'
import { runMigrations } from '../../src/migrations/run-migrations'
import { AddField, CreateModel } from '../../src/operations'
import type { Database } from '../../src/sql/database'
import { type Variant, variants } from '../support/database'
import { type Files, failure, migrationsOf } from '../unit/migrations/build'

const id = BigAutoField({ primaryKey: true })

/** Two apps that refer to each other, so that one of them has two initial migrations; and one that changes a table. */
const FILES: Files = {
  'a.1': {
    initial: true,
    operations: [new CreateModel({ name: 'Author', fields: { id, name: CharField({ maxLength: 9 }) } })],
  },
  'b.1': {
    dependencies: ['a.1'],
    operations: [
      new CreateModel({
        name: 'Book',
        fields: { id, author: ForeignKey('a.Author', { onDelete: 'CASCADE' }), others: ManyToManyField('a.Author') },
      }),
    ],
  },
  'a.2': {
    initial: true,
    dependencies: ['a.1', 'b.1'],
    operations: [
      new AddField({
        model: 'Author',
        name: 'first',
        field: ForeignKey('b.Book', { onDelete: 'SET_NULL', null: true }),
      }),
    ],
  },
  'a.3': {
    dependencies: ['a.2'],
    operations: [new AddField({ model: 'Author', name: 'born', field: CharField({ maxLength: 4, null: true }) })],
  },
}

variants((variant: Variant) => {
  describe('initial migrations whose tables are there', () => {
    let db: Database
    beforeEach(async () => {
      db = toDatabase(await variant.open())
    })

    function run(files: Files, fakeInitial = true): Promise<Report> {
      return runMigrations({
        db,
        set: { apps: ['a', 'b'], migrations: migrationsOf(files) },
        targets: [{ kind: 'all' }],
        schema: postgresSchema,
        lock: { timeoutMs: 5000 },
        fakeInitial,
      })
    }
    const { 'a.3': later, ...initials } = FILES
    assert.ok(later !== undefined)
    const done = async (report: Promise<Report>): Promise<string> =>
      (await report).done.map(({ app, name, faked }) => `${app}.${name}${faked ? ' faked' : ''}`).join(', ')

    test('are recorded, all of an app, and what comes after them is run', async () => {
      await run(initials, false)
      await db.script('DELETE FROM strata_migrations')
      assert.equal(await done(run(FILES)), 'a.1 faked, b.1 faked, a.2 faked, a.3')
    })

    test('are run where nothing is there', async () => {
      assert.equal(await done(run(FILES)), 'a.1, b.1, a.2, a.3')
    })

    test('are refused where only some is there, or more, and nothing is run', async () => {
      await run(FILES, false)
      await db.script('DELETE FROM strata_migrations; DROP TABLE b_book_others')
      await assert.rejects(
        run(FILES),
        failure('migrate.initial-differs', {
          migrations: ['a.1', 'a.2', 'b.1'],
          differences: ['a_author.born is there, the models have none', 'table b_book_others is missing'],
        }),
      )
      assert.deepEqual((await db.run({ sql: 'SELECT name FROM strata_migrations', params: [] })).rows, [])
    })
  })
})
