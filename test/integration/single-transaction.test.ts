import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import type { Target } from '../../src/migrations/plan'
import type { Report } from '../../src/migrations/progress'
import type { MigrationFailedError } from '../../src/migrations/run-errors'
import { runMigrations } from '../../src/migrations/run-migrations'
import type { SqlStep, Step } from '../../src/schema/step'
import { codeStep, sqlStep } from '../../src/schema/step'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { variants } from '../support/database'
import { type Files, failure, Mark, migrationsOf, noSchema } from '../unit/migrations/build'

const ALL: Target = { kind: 'all' }

function run(db: Database, files: Files, target = ALL): Promise<Report> {
  const set = { apps: ['a'], migrations: migrationsOf(files) }
  return runMigrations({
    db,
    set,
    targets: [target],
    schema: noSchema,
    singleTransaction: true,
    lock: { timeoutMs: 1000 },
  })
}

function table(name: string, columns = 'id int'): Mark {
  return new Mark({ name, up: [sqlStep(`CREATE TABLE ${name} (${columns})`)], down: [sqlStep(`DROP TABLE ${name}`)] })
}

/** One migration for each operation. */
function chain(...operations: readonly Mark[]): Files {
  return Object.fromEntries(
    operations.map((one, i) => [`a.${i + 1}`, { dependencies: i === 0 ? [] : [`a.${i}`], operations: [one] }]),
  )
}

function sql(name: string, text: string, effects: Partial<SqlStep> = {}): Mark {
  return new Mark({ name, up: [sqlStep(text, effects)] })
}

async function relations(db: Database): Promise<readonly unknown[]> {
  const found = await db.run(
    statement("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"),
  )
  return found.rows.map(([name]) => name)
}

async function recorded(db: Database): Promise<readonly unknown[]> {
  return (await db.run(statement('SELECT name FROM strata_migrations ORDER BY id'))).rows.map(([name]) => name)
}

variants((variant) => {
  const open = async () => toDatabase(await variant.open())

  test('all of a plan runs in the same transaction, and back in another', async () => {
    const db = await open()
    const seen: unknown[] = []
    const look = codeStep('look', async (inside) => {
      seen.push((await inside.run(statement('SELECT pg_current_xact_id()::text'))).rows[0]?.[0])
    })
    const files = chain(
      new Mark({ name: 'x', up: [look], down: [look] }),
      new Mark({ name: 'y', up: [look], down: [] }),
    )
    await run(db, files)
    assert.deepEqual(await recorded(db), ['1', '2'])
    await run(db, files, { kind: 'zero', app: 'a' })
    assert.equal(seen.length, 3)
    assert.equal(seen[0], seen[1])
    assert.notEqual(seen[1], seen[2])
  })

  test('what fails takes all of it back, and says so', async () => {
    const db = await open()
    const files = chain(table('one'), table('two'), sql('wrong', 'SELECT 1 / 0'))
    await assert.rejects(run(db, files), (error: MigrationFailedError) => {
      assert.match(error.hint ?? '', /All of the plan was rolled back/)
      return failure('migrate.failed', { name: '3', done: [], rolledBack: true })(error)
    })
    assert.deepEqual(await relations(db), ['strata_migrations'])
    assert.deepEqual(await recorded(db), [])
  })

  test('checks that wait are made between two migrations, as a commit would', async () => {
    const db = await open()
    const deferred = 'REFERENCES one DEFERRABLE INITIALLY DEFERRED'
    const tables = [table('one', 'id int PRIMARY KEY'), table('two', `one_id int ${deferred}`)]
    const rows = sql('rows', 'INSERT INTO one VALUES (1); INSERT INTO two VALUES (1)', { writesRows: true })
    await run(db, chain(...tables, rows, sql('later', 'ALTER TABLE two ADD COLUMN x int')))
    assert.deepEqual(await recorded(db), ['1', '2', '3', '4'])
  })

  test('rows that break a check that waits fail in their own migration', async () => {
    const db = await open()
    const tables = [table('one', 'id int PRIMARY KEY'), table('two', 'one_id int REFERENCES one INITIALLY DEFERRED')]
    const rows = sql('rows', 'INSERT INTO two VALUES (9)', { writesRows: true })
    await assert.rejects(
      run(db, chain(...tables, rows, table('three'))),
      failure('migrate.failed', { name: '3', rolledBack: true }),
    )
    assert.deepEqual(await relations(db), ['strata_migrations'])
  })

  const apart: readonly (readonly [what: string, step: Step])[] = [
    ['no transaction holds', sqlStep('VACUUM', { transactional: false })],
    ['is to commit by itself', sqlStep('SELECT 1', { alone: true, transactional: true })],
  ]
  for (const [what, step] of apart) {
    test(`a step that ${what} is refused by name before anything runs`, async () => {
      const db = await open()
      const operation = new Mark({ name: 'Apart', up: [sqlStep('SELECT 1'), step] })
      await assert.rejects(run(db, chain(table('one'), operation)), (error: Error) => {
        assert.match(error.message, /a\.2, operation 1 of 1, "Mark Apart"/)
        return failure('migrate.single-transaction')(error)
      })
      assert.deepEqual(await relations(db), [])
    })
  }

  test('a migration that asks for no transaction is refused as a whole', async () => {
    const db = await open()
    const files: Files = { 'a.1': { atomic: false, operations: [sql('free', 'SELECT 1', { locks: undefined })] } }
    await assert.rejects(run(db, files), failure('migrate.single-transaction'))
  })
})
