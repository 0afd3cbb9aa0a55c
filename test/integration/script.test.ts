import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import {
  AddField,
  AddIndexConcurrently,
  AlterField,
  BigAutoField,
  CharField,
  CreateModel,
  ForeignKey,
  Index,
  IntegerField,
  RunCode,
  RunSQL,
} from '../../src'
import { toDatabase } from '../../src/backends/postgres/database'
import {
  type Migration,
  type MigrationDefinition,
  migration,
  migrationKey,
  placed,
} from '../../src/migrations/migration'
import { planBetween, rangeOf } from '../../src/migrations/range'
import { Recorder } from '../../src/migrations/recorder'
import { type MigrationSet, runMigrations } from '../../src/migrations/run-migrations'
import { schemaForRun } from '../../src/migrations/run-schema'
import { type Script, scriptOf } from '../../src/migrations/script/script'
import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'
import { type Catalog, catalog, variants } from '../support/database'
import { failure } from '../unit/migrations/build'

const nasty = `50% of '$strata$' and $sql$ \\ :name "x"`

function file(app: string, name: string, definition: MigrationDefinition): Migration {
  return placed(app, name, migration(definition))
}

/** Everything that one transaction holds, a migration at a time. */
const whole: readonly Migration[] = [
  file('shop', '0001_initial', {
    operations: [
      new CreateModel({ name: 'Author', fields: { id: BigAutoField(), name: CharField({ maxLength: 100 }) } }),
      new CreateModel({
        name: 'Book',
        fields: { id: BigAutoField(), author: ForeignKey('shop.Author', { onDelete: 'CASCADE' }) },
      }),
    ],
  }),
  file('shop', '0002_rows', {
    dependencies: [['shop', '0001_initial']],
    operations: [
      new RunSQL({
        sql: [
          ['INSERT INTO shop_author (id, name) VALUES ($2, $1)', [nasty, 7]],
          'INSERT INTO shop_book (author_id) SELECT id FROM shop_author; SELECT count(*) FROM shop_book',
        ],
        reverseSql: 'DELETE FROM shop_author',
      }),
      new RunSQL({
        sql: "CREATE FUNCTION shop_words() RETURNS text LANGUAGE plpgsql AS $sql$ BEGIN RETURN 'a;\nb'; END $sql$",
        reverseSql: 'DROP FUNCTION shop_words()',
      }),
      new AlterField({ model: 'Book', name: 'author', field: ForeignKey('shop.Author', { onDelete: 'PROTECT' }) }),
    ],
  }),
  file('reviews', '0001_initial', {
    dependencies: [['shop', '0002_rows']],
    operations: [new CreateModel({ name: 'Review', fields: { id: BigAutoField(), stars: IntegerField() } })],
  }),
]

/** What no transaction holds. */
const outside: readonly Migration[] = [
  ...whole,
  file('shop', '0003_name', {
    dependencies: [['shop', '0002_rows']],
    operations: [
      new AddField({ model: 'Book', name: 'pages', field: IntegerField({ null: true }) }),
      new AddIndexConcurrently({ model: 'Author', index: Index({ fields: ['name'], name: 'shop_author_name' }) }),
      new AddField({ model: 'Book', name: 'weight', field: IntegerField({ null: true }) }),
    ],
  }),
  file('shop', '0004_vacuum', {
    dependencies: [['shop', '0003_name']],
    atomic: false,
    operations: [
      new RunSQL({ sql: 'VACUUM shop_author', reverseSql: RunSQL.noop }),
      new RunSQL({ sql: [['UPDATE shop_author SET name = $1', ['x']]], reverseSql: RunSQL.noop }),
      new AddField({ model: 'Author', name: 'born', field: IntegerField({ null: true }) }),
    ],
  }),
]

function setOf(migrations: readonly Migration[]): MigrationSet {
  const origins = new Map(
    migrations.map(({ app, name }) => [migrationKey(app, name), { file: name, checksum: `sum ${name}` }]),
  )
  return { apps: ['shop', 'reviews'], migrations, origins }
}

function scriptFor(migrations: readonly Migration[], app?: string, range = ''): Script {
  const { graph, plan } = planBetween(setOf(migrations), app === undefined ? undefined : rangeOf(app, range))
  return scriptOf(graph, plan)
}

/** All that a run leaves behind but when it was. */
async function left(db: Connection): Promise<{ readonly catalog: Catalog; readonly records: readonly unknown[] }> {
  const records = await db.run(
    statement('SELECT app, name, checksum, definition::text FROM strata_migrations ORDER BY id'),
  )
  return { catalog: await catalog(db), records: records.rows }
}

test('a script has no code, and says which', () => {
  const code = file('shop', '0003_code', {
    dependencies: [['shop', '0002_rows']],
    operations: [new RunCode({ code: async function fill() {} })],
  })
  assert.throws(() => scriptFor([...whole, code]), failure('migrate.not-sql'))
  assert.equal(scriptFor([...whole, code], 'shop', '0002').migrations.length, 2)
})

const hasPsql = spawnSync('psql', ['--version']).status === 0

variants((variant) => {
  async function migrated(migrations: readonly Migration[], to?: string): Promise<Connection> {
    const db = toDatabase(await variant.open())
    await runMigrations({
      set: setOf(migrations),
      targets: [to === undefined ? { kind: 'all' } : { kind: 'migration', app: 'shop', name: to }],
      db,
      schema: schemaForRun(db, { strategy: 'direct' }),
      lock: { timeoutMs: 1000 },
    })
    return db
  }

  async function refused(db: Connection, { text }: Script, why: RegExp): Promise<void> {
    await assert.rejects(db.script(text), why)
    await db.script('ROLLBACK')
  }

  async function emptied(db: Connection): Promise<void> {
    await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  }

  describe('a script of what transactions hold', () => {
    test('leaves what migrate leaves, and does nothing the second time', async () => {
      const db = await migrated(whole)
      const expected = await left(db)
      await emptied(db)
      const { text, needsPsql } = scriptFor(whole)
      assert.equal(needsPsql, false)
      await db.script(text)
      assert.deepEqual(await left(db), expected)
      assert.deepEqual((await db.run(statement('SELECT name FROM shop_author'))).rows, [[nasty]])
      await db.script(text)
      assert.deepEqual(await left(db), expected)
      assert.deepEqual((await db.run(statement('SELECT count(*)::int FROM shop_author'))).rows, [[1]])
    })

    test('goes on where the database is', async () => {
      const db = await migrated(whole)
      const expected = await left(db)
      await emptied(db)
      await migrated(whole, '0001')
      await db.script(scriptFor(whole).text)
      assert.deepEqual(await left(db), expected)
    })

    test('goes back, and is refused while something stands on it', async () => {
      const db = await migrated(whole, '0001')
      const expected = await left(db)
      await migrated(whole)
      const back = scriptFor(whole, 'shop', '0002:0001')
      await refused(db, back, /shop.0002_rows cannot be undone: reviews.0001_initial needs it/)
      await db.script(scriptFor(whole, 'reviews', 'head:zero').text)
      await db.script(back.text)
      assert.deepEqual(await left(db), expected)
      await db.script(back.text)
      assert.deepEqual(await left(db), expected)
    })

    test('is refused where what comes before it is missing', async () => {
      const db = await variant.open()
      await refused(db, scriptFor(whole, 'shop', '0001:'), /needs shop.0001_initial, which is not applied/)
    })

    test('is refused where migrate was broken off', async () => {
      const db = await migrated(whole, '0001')
      const recorder = new Recorder(db)
      await recorder.ensureJournal()
      await recorder.note({
        app: 'shop',
        name: '0002_rows',
        direction: 'forwards',
        step: 1,
        digest: 'x',
        finished: true,
      })
      await refused(db, scriptFor(whole), /shop.0002_rows was left half way/)
    })
  })
})

variants(
  (variant) => {
    function psql({ text }: Script): { readonly status: number | null; readonly stderr: string } {
      return spawnSync('psql', ['-X', '-q', '-f', '-', variant.url], { input: text, encoding: 'utf8' })
    }

    async function migrated(): Promise<Connection> {
      const db = toDatabase(await variant.open())
      const schema = schemaForRun(db, { strategy: 'direct' })
      await runMigrations({ set: setOf(outside), targets: [{ kind: 'all' }], db, schema, lock: { timeoutMs: 1000 } })
      return db
    }

    describe('a script with steps outside a transaction, run by psql', { skip: !hasPsql }, () => {
      test('leaves what migrate leaves, and does nothing the second time', async () => {
        const db = await migrated()
        const expected = await left(db)
        await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
        const script = scriptFor(outside)
        assert.ok(script.needsPsql)
        for (const _ of ['once', 'twice']) {
          const { status, stderr } = psql(script)
          assert.equal(status, 0, stderr)
          assert.deepEqual(await left(db), expected)
        }
        assert.deepEqual((await new Recorder(db).journal()).length, 0)
      })

      test('goes on after what is done, and builds an index again that was left broken', async () => {
        const db = await migrated()
        const expected = await left(db)
        await db.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
        const script = scriptFor(outside)
        const broken = script.text.replace(/CREATE INDEX CONCURRENTLY[^;]*/, 'SELECT 1 / 0')
        assert.notEqual(psql({ ...script, text: broken }).status, 0)
        const { rows } = await db.run(statement('SELECT step FROM strata_journal WHERE finished IS NULL'))
        assert.equal(rows.length, 1)
        // As a build that was broken off leaves it.
        await db.script('CREATE INDEX shop_author_name ON shop_author (name)')
        await db.script("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'shop_author_name'::regclass")
        const { status, stderr } = psql(script)
        assert.equal(status, 0, stderr)
        assert.deepEqual(await left(db), expected)
      })

      test('goes back', async () => {
        const db = await migrated()
        for (const _ of ['once', 'twice']) {
          const { status, stderr } = psql(scriptFor(outside, 'shop', 'head:0002'))
          assert.equal(status, 0, stderr)
        }
        const applied = await new Recorder(db).applied()
        assert.deepEqual(
          applied.map(({ name }) => name),
          ['0001_initial', '0002_rows', '0001_initial'],
        )
        assert.deepEqual(
          (await catalog(db)).indexes.filter(([, name]) => name === 'shop_author_name'),
          [],
        )
      })

      test('is refused while somebody else migrates', async () => {
        const db = await migrated()
        const { withRunLock } = await import('../../src/backends/postgres/run-lock')
        await withRunLock(db, { name: 'migrations', timeoutMs: 1000 }, async () => {
          assert.match(psql(scriptFor(outside)).stderr, /Another run migrates this database now/)
        })
      })
    })
  },
  { manySessions: true },
)
