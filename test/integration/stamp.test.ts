import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import type { Target } from '../../src/migrations/plan'
import { Recorder } from '../../src/migrations/recorder'
import { stamp } from '../../src/migrations/stamp'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { variants } from '../support/database'
import { type Files, migrationsOf, ref } from '../unit/migrations/build'

const FILES: Files = {
  'a.1': [],
  'a.2': ['a.1'],
  'a.1_squashed_2': { replaces: ['a.1', 'a.2'] },
  'a.3': ['a.2'],
  'b.1': ['a.3'],
}

variants((variant) => {
  /** The records after a stamp on a database that has these. */
  async function stamped(db: Database, to: Target, { purge = false, files = FILES } = {}): Promise<string> {
    await stamp({
      db,
      set: { apps: ['a', 'b'], migrations: migrationsOf(files) },
      app: 'a',
      purge,
      database: 'default',
      goal: async () => ({ target: to }),
      lock: { timeoutMs: 1000 },
    })
    return (await new Recorder(db).applied())
      .map(({ app, name }) => `${app}.${name}`)
      .sort()
      .join(' ')
  }

  async function databaseWith(...keys: readonly string[]): Promise<Database> {
    const db = toDatabase(await variant.open())
    const recorder = new Recorder(db)
    await recorder.ensureTable()
    for (const key of keys)
      await db.run(statement('INSERT INTO strata_migrations (app, name) VALUES ($1, $2)', ref(key)))
    return db
  }

  const to = (name: string): Target => ({ kind: 'migration', app: 'a', name })
  const head: Target = { kind: 'app', app: 'a' }
  const zero: Target = { kind: 'zero', app: 'a' }

  test('a stamp on a database without a table of records makes it', async () => {
    const db = toDatabase(await variant.open())
    assert.equal(await stamped(db, head), 'a.1 a.1_squashed_2 a.2 a.3')
  })

  test('a stamp goes both ways, and leaves other apps alone', async () => {
    const db = await databaseWith('a.1', 'a.2', 'a.1_squashed_2', 'a.3', 'b.1')
    assert.equal(await stamped(db, to('1_squashed_2')), 'a.1 a.1_squashed_2 a.2 b.1')
    assert.equal(await stamped(db, to('1')), 'a.1 b.1')
    assert.equal(await stamped(db, to('3')), 'a.1 a.2 a.3 b.1')
    assert.equal(await stamped(db, zero), 'b.1')
  })

  test('records without a file stay, unless they are purged', async () => {
    const db = await databaseWith('a.1', 'a.9_gone')
    assert.equal(await stamped(db, zero), 'a.9_gone')
    assert.equal(await stamped(db, zero, { purge: true }), '')
  })

  test('a squashed migration that is half applied, without the files of the rest, is put right by a purge', async () => {
    const { 'a.1': _, 'a.2': __, 'a.3': ___, ...files } = FILES
    const only = { ...files, 'b.1': [] }
    const db = await databaseWith('a.1')
    await assert.rejects(stamped(db, head, { files: only }))
    assert.equal(await stamped(db, head, { files: only, purge: true }), 'a.1 a.1_squashed_2 a.2')
  })

  test('what is still right keeps its time', async () => {
    const db = await databaseWith()
    await db.script("INSERT INTO strata_migrations (app, name, applied) VALUES ('a', '1', '2024-01-31 12:00Z')")
    await stamped(db, to('1'), { purge: true })
    const [record] = await new Recorder(db).applied()
    assert.equal(record?.applied.toISOString(), '2024-01-31T12:00:00.000Z')
  })

  test('what was left half way is finished or forgotten', async () => {
    const db = await databaseWith('a.1', 'a.2')
    const recorder = new Recorder(db)
    await recorder.ensureJournal()
    const entry = { app: 'a', step: 1, digest: 'x', finished: true }
    await recorder.note({ ...entry, name: '3', direction: 'forwards' })
    await recorder.note({ ...entry, name: '2', direction: 'backwards' })
    await stamped(db, to('3'))
    assert.deepEqual(
      (await recorder.journal()).map(({ name }) => name),
      ['2'],
    )
    await stamped(db, to('1'))
    assert.deepEqual(await recorder.journal(), [])
  })
})
