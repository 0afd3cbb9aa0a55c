import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { MigrationGraph } from '../../src/migrations/graph'
import { History, recordKeys } from '../../src/migrations/history'
import type { Target } from '../../src/migrations/plan'
import { planOf } from '../../src/migrations/plan'
import type { Progress, Report } from '../../src/migrations/progress'
import { Recorder } from '../../src/migrations/recorder'
import type { RunOptions } from '../../src/migrations/run-migrations'
import { runMigrations } from '../../src/migrations/run-migrations'
import type { Step } from '../../src/schema/step'
import { codeStep, sqlStep } from '../../src/schema/step'
import type { Database } from '../../src/sql/database'
import { type Statement, statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { type Files, failure, Mark, migrationsOf, noSchema } from '../unit/migrations/build'

const ALL: readonly Target[] = [{ kind: 'all' }]
const zero = (app: string): readonly Target[] => [{ kind: 'zero', app }]

/** Creates and drops a table. */
function table(name: string, columns = 'id int PRIMARY KEY'): Mark {
  return new Mark({ name, up: [sqlStep(`CREATE TABLE ${name} (${columns})`)], down: [sqlStep(`DROP TABLE ${name}`)] })
}

function sql(name: string, up: string, down?: string): Mark {
  const raw = { locks: undefined, writesRows: true }
  return new Mark({ name, up: [sqlStep(up, raw)], down: down === undefined ? [] : [sqlStep(down, raw)] })
}

/** Migrations that each need the one before. */
function chain(...operations: readonly (readonly Mark[])[]): Files {
  return Object.fromEntries(
    operations.map((list, i) => [`a.${i + 1}`, { dependencies: i === 0 ? [] : [`a.${i}`], operations: list }]),
  )
}

function run(
  db: Database,
  files: Files,
  targets: readonly Target[] = ALL,
  more: Partial<RunOptions> = {},
): Promise<Report> {
  const migrations = migrationsOf(files)
  const apps = [...new Set(migrations.map(({ app }) => app))]
  return runMigrations({
    db,
    set: { apps, migrations },
    targets,
    schema: noSchema,
    lock: { timeoutMs: 20_000 },
    ...more,
  })
}

async function values(db: Database, text: string): Promise<readonly unknown[]> {
  return (await db.run(statement(text))).rows.map(([value]) => value)
}

function tables(db: Database): Promise<readonly unknown[]> {
  return values(
    db,
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^strata_' ORDER BY 1`,
  )
}

async function records(db: Database): Promise<readonly string[]> {
  return (await new Recorder(db).applied()).map(({ app, name }) => `${app}.${name}`)
}

/** A session that dies at a statement: neither it nor any later one reaches the server, but what ends its lock. */
function dying(db: Database, dies: (sql: string, count: number) => boolean): Database {
  let count = 0
  let dead = false
  const live = (text: string): void => {
    if (text.includes('pg_advisory_unlock')) return
    dead ||= dies(text, ++count)
    if (dead) throw new Error('the line is dead')
  }
  const dyingDb: Database = Object.create(db, {
    run: {
      value: async (one: Statement) => {
        live(one.sql)
        return db.run(one)
      },
    },
    script: {
      value: async (text: string) => {
        live(text)
        return db.script(text)
      },
    },
  })
  return dyingDb
}

variants((variant: Variant) => {
  let db: Database
  beforeEach(async () => {
    db = toDatabase(await variant.open())
  })

  describe('a migration', () => {
    test('is applied with its record, checksum and all, and only once', async () => {
      const origins = new Map([['a.1', { file: 'a/1.ts', checksum: 'abc' }]])
      const files = chain([table('one')], [table('two')])
      const migrations = migrationsOf(files)
      const first = await run(db, files, ALL, { set: { apps: ['a'], migrations, origins } })
      assert.deepEqual(
        first.done.map(({ app, name, direction, faked }) => [app, name, direction, faked]),
        [
          ['a', '1', 'forwards', false],
          ['a', '2', 'forwards', false],
        ],
      )
      assert.deepEqual(await tables(db), ['one', 'two'])
      const [one, two] = await new Recorder(db).applied()
      assert.deepEqual([one?.name, one?.checksum, two?.name, two?.checksum], ['1', 'abc', '2', undefined])
      assert.ok(Math.abs((one?.applied.getTime() ?? 0) - Date.now()) < 60_000)
      assert.deepEqual((await run(db, files)).done, [])
    })

    test('that fails leaves the database as it was before it, and says where', async () => {
      const bad = sql('bad', 'INSERT INTO one VALUES (1), (1)')
      const files = chain([table('one')], [table('two'), bad, table('three')], [table('four')])
      await assert.rejects(
        run(db, files),
        failure('migrate.failed', {
          app: 'a',
          name: '2',
          operation: 2,
          description: 'Mark bad',
          sql: 'INSERT INTO one VALUES (1), (1)',
          sqlstate: '23505',
          message: 'duplicate key value violates unique constraint "one_pkey"',
          detail: 'Key (id)=(1) already exists.',
          done: ['a.1'],
          rolledBack: true,
        }),
      )
      await assert.rejects(run(db, files), {
        message:
          'Applying a.2 failed at operation 2 of 3, "Mark bad": duplicate key value violates unique constraint "one_pkey" (Key (id)=(1) already exists.)',
        hint: 'All of a.2 was rolled back: correct the cause and run migrate again.',
      })
      assert.deepEqual([await tables(db), await records(db)], [['one'], ['a.1']])
      assert.equal(db.inTransaction, false)
    })

    test('that has to be outside a transaction says how to get there', async () => {
      await assert.rejects(run(db, chain([table('one')], [sql('bad', 'VACUUM one')])), {
        code: 'migrate.failed',
        hint: 'PostgreSQL runs that outside a transaction only, which `atomic: false` on the operation asks for. All of a.2 was rolled back: correct the cause and run migrate again. Finished before, and left so: a.1.',
      })
    })

    test('that fails when it is committed has no record', async () => {
      const link = 'id int REFERENCES one DEFERRABLE INITIALLY DEFERRED'
      const files = chain([table('one')], [table('two', link), sql('orphan', 'INSERT INTO two VALUES (7)')])
      await assert.rejects(
        run(db, files),
        failure('migrate.failed', { name: '2', operation: undefined, sqlstate: '23503' }),
      )
      assert.deepEqual([await tables(db), await records(db)], [['one'], ['a.1']])
    })

    test('that another run has recorded meanwhile is rolled back', async () => {
      await new Recorder(db).ensureTable()
      const meddle = sql('meddle', `INSERT INTO strata_migrations (app, name) VALUES ('a', '1')`)
      await assert.rejects(run(db, chain([table('one'), meddle])), failure('migrate.failed', { sqlstate: '23505' }))
      assert.deepEqual([await tables(db), await records(db)], [[], []])
    })

    test('may change rows and then their table', async () => {
      const link = 'id int REFERENCES one DEFERRABLE INITIALLY DEFERRED'
      const insert = codeStep('fill', async (inside) => {
        assert.equal(inside.inTransaction, true)
        await inside.run(statement('INSERT INTO one VALUES ($1)', [1]))
        await inside.run(statement('INSERT INTO two VALUES ($1)', [1]))
      })
      const alter = sqlStep('ALTER TABLE two ADD COLUMN more int', {
        locks: [{ table: 'two', mode: 'ACCESS EXCLUSIVE' }],
      })
      const files = chain([table('one'), table('two', link)], [new Mark({ name: 'Fill', up: [insert, alter] })])
      await run(db, files)
      assert.deepEqual(await values(db, 'SELECT to_json(two)::text FROM two'), ['{"id":1,"more":null}'])
    })

    test('may change rows in an order that only the end makes right', async () => {
      const link = 'id int REFERENCES one DEFERRABLE INITIALLY DEFERRED'
      const child = sql('child', 'INSERT INTO two VALUES (1)')
      const parent = sql('parent', 'INSERT INTO one VALUES (1); INSERT INTO one VALUES (2)')
      const alter = sql('alter', 'ALTER TABLE two ADD COLUMN more int')
      await run(db, chain([table('one'), table('two', link)], [child, parent, alter]))
      assert.deepEqual(await records(db), ['a.1', 'a.2'])
    })

    test('whose rows are wrong fails where they were changed, not where the table is', async () => {
      const link = 'id int REFERENCES one DEFERRABLE INITIALLY DEFERRED'
      const wrong = codeStep('wrong', (inside) => inside.script('INSERT INTO two VALUES (9)'))
      const files = chain(
        [table('one'), table('two', link)],
        [
          new Mark({ name: 'Wrong', up: [wrong] }),
          new Mark({ name: 'Alter', up: [sqlStep('ALTER TABLE two ADD COLUMN more int')] }),
        ],
      )
      await assert.rejects(
        run(db, files),
        failure('migrate.failed', { operation: 1, sqlstate: '23503', rolledBack: true }),
      )
    })
  })

  describe('undoing', () => {
    const files: Files = { ...chain([table('one')], [table('two'), table('three')]), 'b.1': { dependencies: ['a.2'] } }

    test('goes backwards through migrations and operations', async () => {
      await run(db, files)
      const order: string[] = []
      const { done } = await run(db, files, [{ kind: 'migration', app: 'a', name: '1' }], {
        onProgress: (event) => event.kind === 'step' && event.step.kind === 'sql' && order.push(event.step.sql),
      })
      assert.deepEqual(
        done.map(({ app, name, direction }) => [app, name, direction]),
        [
          ['b', '1', 'backwards'],
          ['a', '2', 'backwards'],
        ],
      )
      assert.deepEqual(order, ['DROP TABLE three', 'DROP TABLE two'])
      assert.deepEqual([await tables(db), await records(db)], [['one'], ['a.1']])
      await run(db, files, zero('a'))
      assert.deepEqual([await tables(db), await records(db)], [[], []])
    })

    test('does not begin if something in the plan cannot be undone', async () => {
      const stuck = new Mark({ name: 'Stuck', up: [], stuck: 'it is so' })
      const mixed = chain([table('one')], [stuck], [table('two')])
      await run(db, mixed)
      await assert.rejects(run(db, mixed, zero('a')), failure('plan.irreversible'))
      assert.deepEqual(
        [await tables(db), await records(db)],
        [
          ['one', 'two'],
          ['a.1', 'a.2', 'a.3'],
        ],
      )
      await run(db, mixed, [{ kind: 'migration', app: 'a', name: '2' }])
      await run(db, mixed, zero('a'), { fake: true })
      assert.deepEqual([await tables(db), await records(db)], [['one'], []])
    })

    test('that fails keeps the record', async () => {
      const bad = chain([table('one')], [sql('bad', 'SELECT 1', 'DROP TABLE nowhere')])
      await run(db, bad)
      await assert.rejects(
        run(db, bad, zero('a')),
        failure('migrate.failed', { direction: 'backwards', sqlstate: '42P01' }),
      )
      assert.deepEqual(await records(db), ['a.1', 'a.2'])
    })
  })

  test('faking records and forgets without running anything', async () => {
    const files = chain([sql('bad', 'nonsense', 'nonsense')])
    const { done } = await run(db, files, ALL, { fake: true })
    assert.deepEqual(
      done.map(({ name, faked }) => [name, faked]),
      [['1', true]],
    )
    assert.deepEqual(await records(db), ['a.1'])
    await run(db, files, zero('a'), { fake: true })
    assert.deepEqual(await records(db), [])
  })

  test('faking can be decided for each migration', async () => {
    await db.script('CREATE TABLE one (id int)')
    const { done } = await run(db, chain([table('one')], [table('two')]), ALL, {
      fake: async ({ key }) => key === 'a.1',
    })
    assert.deepEqual(
      done.map(({ faked }) => faked),
      [true, false],
    )
  })

  describe('a migration that no transaction can hold', () => {
    const index = (name: string): Step =>
      sqlStep(`CREATE INDEX CONCURRENTLY ${name} ON one (id)`, { transactional: false })
    const mixed = chain([table('one'), new Mark({ name: 'Index', up: [index('i1'), index('i2')] }), table('two')])
    const indexes = (): Promise<readonly unknown[]> =>
      values(db, `SELECT indexname FROM pg_indexes WHERE indexname ~ '^i[12]$' ORDER BY 1`)
    const journal = async (): Promise<readonly number[]> => (await new Recorder(db).journal()).map(({ step }) => step)

    test('is run in parts', async () => {
      await run(db, mixed)
      assert.deepEqual(
        [await tables(db), await indexes(), await records(db), await journal()],
        [['one', 'two'], ['i1', 'i2'], ['a.1'], []],
      )
    })

    test('goes on where it stopped', async () => {
      const broken = dying(db, (text) => text.includes('i2'))
      const facts = { rolledBack: false, kept: 2, steps: 4, operation: 2 }
      await assert.rejects(run(broken, mixed), failure('migrate.failed', facts))
      assert.deepEqual(
        [await tables(db), await indexes(), await records(db), await journal()],
        [['one'], ['i1'], [], [1, 2]],
      )
      const events: Progress[] = []
      await run(db, mixed, ALL, { onProgress: (event) => events.push(event) })
      assert.deepEqual(
        events.flatMap((event) => (event.kind === 'resume' ? [event.finished, event.steps] : [])),
        [2, 4],
      )
      assert.deepEqual(
        [await tables(db), await indexes(), await records(db), await journal()],
        [['one', 'two'], ['i1', 'i2'], ['a.1'], []],
      )
    })

    test('says what to do next', async () => {
      await assert.rejects(
        run(
          dying(db, (text) => text.includes('i2')),
          mixed,
        ),
        {
          message: 'Applying a.1 failed at operation 2 of 3, "Mark Index": the line is dead',
          hint: "What failed has no transaction: see what it left behind. 2 of 4 steps of a.1 are done and noted: correct the cause and run 'migrate --resume', which goes on after them.",
        },
      )
    })

    test('does not go on if what is done was changed since', async () => {
      await assert.rejects(
        run(
          dying(db, (text) => text.includes('i2')),
          mixed,
        ),
      )
      const changed = chain([table('one', 'id bigint'), new Mark({ name: 'Index', up: [index('i1')] })])
      await assert.rejects(run(db, changed), failure('migrate.journal-changed', { step: 1 }))
      const mended = chain([
        table('one'),
        new Mark({ name: 'Index', up: [index('i1'), table('three').args.up?.[0] ?? index('')] }),
      ])
      await run(db, mended)
      assert.deepEqual([await tables(db), await records(db), await journal()], [['one', 'three'], ['a.1'], []])
    })

    test('is finished before anything goes the other way, or faked', async () => {
      const drop = new Mark({ name: 'Drop', up: [], down: [index('i1'), index('i2')] })
      const files = { ...chain([table('one')], [drop]), 'b.1': [] }
      await run(db, files, [{ kind: 'app', app: 'a' }])
      await assert.rejects(
        run(
          dying(db, (text) => text.includes('i2')),
          files,
          zero('a'),
        ),
      )
      assert.deepEqual([await records(db), await journal()], [['a.1', 'a.2'], [1]])
      await assert.rejects(run(db, files), failure('migrate.unfinished', { name: '2', direction: 'backwards' }))
      await run(db, files, [{ kind: 'migration', app: 'a', name: '1' }], { fake: true })
      assert.deepEqual([await records(db), await journal()], [['a.1'], []])
      await run(db, files)
    })

    test('runs step by step if it asks for that', async () => {
      const seen: boolean[] = []
      const code = codeStep('code', async (inside) => {
        seen.push(inside.inTransaction)
      })
      const raw = sqlStep('CREATE INDEX CONCURRENTLY i1 ON one (id)', { locks: undefined, writesRows: true })
      const operations = [table('one'), new Mark({ name: 'Own', up: [raw, code] }), sql('bad', 'nonsense')]
      const files: Files = { 'a.1': { atomic: false, operations } }
      await assert.rejects(run(db, files), failure('migrate.failed', { kept: 3, operation: 3, sqlstate: '42601' }))
      assert.deepEqual(
        [await tables(db), await indexes(), seen, await journal()],
        [['one'], ['i1'], [false], [1, 2, 3]],
      )
    })
  })

  test('wherever a session dies, the next run finishes the work', async () => {
    const index = sqlStep('CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON two (id)', { transactional: false })
    const files = chain(
      [table('one'), sql('fill', 'INSERT INTO one VALUES (1)')],
      [table('two'), new Mark({ name: 'Index', up: [index] }), sql('more', 'INSERT INTO one VALUES (2)')],
    )
    let finished = false
    for (let last = 1; !finished; last++) {
      await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      finished = await run(
        dying(db, (_, count) => count === last),
        files,
      ).then(
        () => true,
        () => false,
      )
      await run(db, files)
      assert.deepEqual(await values(db, 'SELECT id FROM one ORDER BY 1'), [1, 2], `after dying at statement ${last}`)
      assert.deepEqual([await records(db), await new Recorder(db).journal()], [['a.1', 'a.2'], []])
    }
  })

  describe('a squashed migration', () => {
    const originals = chain([table('one')], [table('two')])
    const squash = { replaces: ['a.1', 'a.2'], operations: [table('one'), table('two')] }

    test('is recorded with all that it replaces, and forgotten with it', async () => {
      const files = { ...originals, 'a.12': squash }
      assert.deepEqual(
        (await run(db, files)).done.map(({ name }) => name),
        ['12'],
      )
      assert.deepEqual(await records(db), ['a.1', 'a.2', 'a.12'])
      assert.deepEqual((await run(db, originals)).done, [])
      await run(db, files, zero('a'))
      assert.deepEqual([await tables(db), await records(db)], [[], []])
    })

    test('is recorded when all that it replaces is applied, with nothing to run', async () => {
      await run(db, originals)
      const report = await run(db, { ...originals, 'a.12': squash })
      assert.deepEqual([report.done, report.recorded], [[], ['a.12']])
      assert.deepEqual(await records(db), ['a.1', 'a.2', 'a.12'])
      assert.deepEqual((await run(db, { 'a.12': { operations: squash.operations } })).done, [])
    })

    test('makes room where only some are applied', async () => {
      await run(db, originals, [{ kind: 'migration', app: 'a', name: '1' }])
      const report = await run(db, { ...originals, 'a.12': squash })
      assert.deepEqual([report.done.map(({ name }) => name), report.recorded], [['2'], ['a.12']])
    })

    test('can be stopped inside while the files are there', async () => {
      const files = { ...originals, 'a.12': squash }
      await run(db, files)
      await run(db, files, [{ kind: 'migration', app: 'a', name: '1' }])
      assert.deepEqual(await tables(db), ['one'])
      await run(db, files)
      assert.deepEqual(await tables(db), ['one', 'two'])
      await run(db, files, zero('a'))
      await run(db, files)
      assert.deepEqual(
        [await tables(db), await records(db)],
        [
          ['one', 'two'],
          ['a.1', 'a.2', 'a.12'],
        ],
      )
    })
  })

  test('the records of a database without any are none, and no transaction suffers', async () => {
    await db.transaction(async () => {
      assert.deepEqual(await new Recorder(db).applied(), [])
      assert.deepEqual(await new Recorder(db).journal(), [])
      assert.deepEqual(await values(db, 'SELECT 1'), [1])
    })
    assert.deepEqual(await values(db, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`), [])
  })

  test('progress is told as it happens', async () => {
    const events: string[] = []
    await run(db, chain([table('one')]), ALL, { onProgress: ({ kind }) => events.push(kind) })
    assert.deepEqual(events, ['plan', 'apply-start', 'step', 'step-done', 'apply-done'])
  })

  test('records and files make the same history that a run left', async () => {
    const migrations = migrationsOf(chain([table('one')], [table('two')]))
    await run(db, chain([table('one')], [table('two')]))
    const found = await new Recorder(db).applied()
    const graph = MigrationGraph.of(migrations, { apps: ['a'], applied: recordKeys(found) })
    assert.deepEqual([...History.of(graph, found).applied], graph.order)
    assert.equal(planOf(graph, 'a.2', 'backwards').states().length, 2)
  })
})

variants(
  (variant) => {
    test('two runs at the same moment apply each migration once', async () => {
      const slow = codeStep('slow', async (db) => {
        await db.run(statement('INSERT INTO one SELECT count(*) FROM one'))
        await db.run(statement('SELECT pg_sleep(0.1)'))
      })
      const files = chain([table('one')], [new Mark({ name: 'Slow', up: [slow] })], [table('two')])
      const sessions = [toDatabase(await variant.open()), toDatabase(await variant.open())]
      const [db] = sessions
      assert.ok(db)
      const waits: unknown[] = []
      const reports = await Promise.all(
        sessions.map((session) =>
          run(session, files, ALL, { lock: { timeoutMs: 20_000, onWait: (holder) => waits.push(holder) } }),
        ),
      )
      assert.deepEqual(reports.map(({ done }) => done.length).sort(), [0, 3])
      assert.equal(waits.length, 1)
      assert.deepEqual(await values(db, 'SELECT id FROM one'), [0])
      assert.deepEqual(await records(db), ['a.1', 'a.2', 'a.3'])
    })
  },
  { manySessions: true },
)
