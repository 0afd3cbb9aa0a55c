import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { BigAutoField, CharField, CompositePrimaryKey, DateTimeField, IntegerField, UUIDField } from '../../src/fields'
import type { Field } from '../../src/fields/field'
import type { Gently } from '../../src/migrations/batch-runner'
import type { Progress, Report } from '../../src/migrations/progress'
import { runMigrations } from '../../src/migrations/run-migrations'
import { CreateModel, RunCode, RunData } from '../../src/operations'
import type { DataCode, RunDataArgs } from '../../src/operations/run-data'
import type { Database } from '../../src/sql/database'
import { add, F, Now, RandomUUID } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { failure, migrationsOf } from '../unit/migrations/build'

const plainKey: Readonly<Record<string, Field>> = { id: BigAutoField() }

/** Counts how often a row was in a batch. */
const once: DataCode = async function once({ batch }) {
  await batch.update({ seen: add(F('seen'), 1) })
}

variants((variant: Variant) => {
  let db: Database
  let events: Progress[]
  beforeEach(async () => {
    db = toDatabase(await variant.open())
    events = []
  })

  interface Run {
    readonly key?: Readonly<Record<string, Field>>
    readonly data?: Partial<RunDataArgs> & { readonly forwards: DataCode }
    readonly gently?: Gently
    /** Down to before the data operation. */
    readonly back?: boolean
  }

  function run({ key = plainKey, data, gently, back = false }: Run): Promise<Report> {
    const fields = { ...key, name: CharField({ maxLength: 20 }), seen: IntegerField({ default: 0 }) }
    const migrations = migrationsOf({
      'shop.1': { operations: [new CreateModel({ name: 'Row', fields })] },
      'shop.2': {
        dependencies: ['shop.1'],
        operations: data === undefined ? [] : [new RunData({ model: 'Row', batchSize: 10, ...data })],
      },
    }).slice(0, data === undefined ? 1 : 2)
    return runMigrations({
      db,
      set: { apps: ['shop'], migrations },
      targets: [back ? { kind: 'migration', app: 'shop', name: '1' } : { kind: 'all' }],
      schema: postgresSchema,
      lock: { timeoutMs: 5000 },
      gently,
      onProgress: (event) => events.push(event),
    })
  }

  async function prepare(more: Run = {}, columns = ''): Promise<void> {
    await run(more)
    await db.script(`INSERT INTO shop_row (name${columns === '' ? '' : `, ${columns.split(' ')[0]}`})
      SELECT 'n' || n ${columns === '' ? '' : `, ${columns.slice(columns.indexOf(' '))}`} FROM generate_series(1, 95) n`)
  }

  const counts = async (): Promise<unknown> =>
    (await db.run(statement('SELECT seen, count(*)::integer FROM shop_row GROUP BY seen ORDER BY seen'))).rows

  describe('goes along the key, and meets every row once, with a key of', () => {
    const keys: Readonly<Record<string, readonly [Readonly<Record<string, Field>>, columns: string]>> = {
      numbers: [plainKey, ''],
      uuid: [{ id: UUIDField({ primaryKey: true, dbDefault: RandomUUID() }) }, ''],
      text: [{ id: CharField({ maxLength: 10, primaryKey: true }) }, `id 'it''s \\' || n`],
      times: [{ at: DateTimeField({ primaryKey: true, dbDefault: Now() }) }, `at now() + n * interval '1 microsecond'`],
      'several columns': [
        {
          pk: CompositePrimaryKey(['a', 'b']),
          a: IntegerField({ dbDefault: 1 }),
          b: IntegerField({ dbColumn: 'second' }),
        },
        'second n % 100',
      ],
    }
    for (const [title, [key, columns]] of Object.entries(keys)) {
      test(title, async () => {
        await prepare({ key }, columns)
        await run({ key, data: { forwards: once } })
        assert.deepEqual(await counts(), [[1, 95]])
        assert.equal(events.filter(({ kind }) => kind === 'batch').length, 10)
      })
    }
  })

  test('rows that are not asked for are left alone, and are counted beforehand', async () => {
    await prepare()
    await run({ data: { forwards: once, where: Q({ name__startswith: 'n1' }) } })
    assert.deepEqual(await counts(), [
      [0, 84],
      [1, 11],
    ])
  })

  test('code that goes through the objects of a batch is given no more than these', async () => {
    await prepare()
    const sizes: number[] = []
    await run({
      data: {
        async forwards({ batch }) {
          const rows = await batch
          sizes.push(rows.length)
          for (const row of rows) {
            row.seen = 7
            await row.save()
          }
        },
      },
    })
    assert.deepEqual([sizes, await counts()], [[...Array(9).fill(10), 5], [[7, 95]]])
  })

  test('goes on behind the last batch that was committed, however it was ended', async () => {
    await prepare()
    let batches = 0
    const dies: DataCode = async (context) => {
      await once(context)
      if (++batches === 4) throw new Error('the end')
    }
    const forwards = Object.defineProperty(dies, 'name', { value: 'once' })
    await assert.rejects(run({ data: { forwards } }), failure('migrate.failed', { kept: 0 }))
    assert.deepEqual(await counts(), [
      [0, 65],
      [1, 30],
    ])
    // Rows that came meanwhile lie behind the end that was set at the start.
    await db.script(`INSERT INTO shop_row (name) VALUES ('late')`)
    await run({ data: { forwards: once } })
    assert.deepEqual(await counts(), [
      [0, 1],
      [1, 95],
    ])
    assert.deepEqual((await db.run(statement('SELECT * FROM strata_journal'))).rows, [])
    const [resumed] = events.filter(({ kind }) => kind === 'batch').slice(3)
    assert.equal(resumed?.kind === 'batch' && resumed.rows, 40)
  })

  test('is undone in the same way, or not at all', async () => {
    await prepare()
    const data = {
      forwards: once,
      where: Q({ seen: 0 }),
      backwards: async ({ batch }: Parameters<DataCode>[0]) => void (await batch.update({ seen: 5 })),
    }
    await run({ data })
    await run({ data, back: true })
    assert.deepEqual(await counts(), [[5, 95]])
    await run({ data: { ...data, backwards: RunCode.noop } })
    await run({ data: { ...data, backwards: RunCode.noop }, back: true })
    await run({ data: { forwards: once } })
    await assert.rejects(run({ data: { forwards: once }, back: true }), failure('plan.irreversible'))
  })

  test('an empty table has no batch', async () => {
    await run({ data: { forwards: () => Promise.reject(new Error('called')) } })
    assert.ok(!events.some(({ kind }) => kind === 'batch'))
  })

  test('pauses between batches', async () => {
    await prepare()
    const start = performance.now()
    await run({ data: { forwards: once }, gently: { pace: { pauseMs: 30 } } })
    assert.ok(performance.now() - start >= 270)
  })

  test('a batch that reads a large table as a whole is told, and on request what it takes', async () => {
    await prepare()
    await db.script(`CREATE TABLE large AS SELECT n, 'n' || n AS name FROM generate_series(1, 20000) n; ANALYZE large`)
    const forwards: DataCode = async ({ db: own }) => {
      await own.run(statement('UPDATE large SET n = n + 1 WHERE name = $1', ['n5']))
    }
    await run({ data: { forwards, batchSize: 50 }, gently: { explain: true } })
    const told = events.flatMap((event) => (event.kind === 'reads-all' ? [[event.table, event.rows]] : []))
    assert.deepEqual(told, [['large', 20_000]])
    const [analyzed] = events.flatMap((event) => (event.kind === 'analyzed' ? [event.text] : []))
    assert.match(analyzed ?? '', /Seq Scan on large .*actual time/s)
    // What was run to be looked at is rolled back: two batches, two updates.
    assert.deepEqual((await db.run(statement(`SELECT n FROM large WHERE name = 'n5'`))).rows, [[7]])
  })
})
