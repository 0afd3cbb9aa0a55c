import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import ts from 'typescript'
import { connect } from '../../src/backends/connect'
import { toDatabase } from '../../src/backends/postgres/database'
import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import { run } from '../../src/cli/run'
import { migrate } from '../../src/migrations/executor'
import { MigrationGraph } from '../../src/migrations/graph'
import { History } from '../../src/migrations/history'
import { loadMigrations } from '../../src/migrations/loader'
import type { Migration } from '../../src/migrations/migration'
import { makePlan } from '../../src/migrations/plan'
import { statement } from '../../src/sql/statement'
import { type Catalog, catalog, type Variant, variants } from '../support/database'
import { makeHistory } from '../support/long-history/made-history'
import { useSourcePackage } from '../support/source-package'

useSourcePackage()

const labels = ['people', 'catalog', 'shop', 'reviews']
const root = join(__dirname, '..', '..')
const folder = join(root, '.test', `long-history-${process.pid}`)

let originals: readonly Migration[] = []
let squashes: readonly Migration[] = []

before(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const count = makeHistory(folder)
  assert.ok(count >= 60, `${count} migrations`)
  originals = load()
  for (const label of labels) await squashAll(label)
  squashes = load().filter(({ replaces }) => replaces.length > 0)
})

after(() => rmSync(folder, { recursive: true, force: true }))

describe('a history of years, squashed', () => {
  test('is one file an app, with all code steps', () => {
    assert.deepEqual(squashes.map(({ app }) => app).sort(), [...labels].sort())
    const steps = squashes.flatMap(({ operations }) => operations).map((each) => each.describe())
    assert.deepEqual(
      steps.filter((step) => step.startsWith('Run code')),
      [
        'Run code addPeople',
        'Run code addBooks',
        'Run code forwards0009',
        'Run code forwards0005',
        'Run code countStock',
        'Run code addReviews',
      ],
    )
  })

  test('imports nothing from the files that it stands for', () => {
    for (const text of texts()) assert.doesNotMatch(text, /from '\./)
  })

  test('compiles, as strictly as can be', () => {
    const paths = squashes.map(pathOf)
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object }
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
    const program = ts.createProgram(paths, { ...options, noEmit: true })
    const problems = paths.flatMap((path) => {
      const source = program.getSourceFile(path)
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    })
    assert.deepEqual(
      problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      [],
    )
  })

  variants((variant) => {
    test('makes the same database, rows included', async () => {
      const old = await outcome(variant, originals)
      await empty(variant)
      const now = await outcome(variant, squashes)
      assert.deepEqual(now, old)
      assert.equal(old.rows.get('people_person')?.length, 3)
      assert.equal(old.rows.get('shop_copies')?.length, 3)
    })
  })
})

interface Outcome {
  readonly schema: Catalog
  readonly rows: ReadonlyMap<string, readonly string[]>
}

async function outcome(variant: Variant, migrations: readonly Migration[]): Promise<Outcome> {
  const connection = await variant.open()
  const db = toDatabase(connection)
  const graph = MigrationGraph.of(migrations, { apps: labels })
  const plan = makePlan(graph, History.of(graph, []), [{ kind: 'all' }])
  await migrate({ db, schema: postgresSchema, plan })
  const schema = await catalog(connection)
  const tables = [...new Set(schema.columns.map(([table]) => String(table)))].filter(
    (name) => !name.startsWith('strata_'),
  )
  const rows = new Map<string, readonly string[]>()
  for (const table of tables) {
    // By name, since the order of columns is that of their making.
    const found = await db.run(statement(`SELECT to_jsonb(t)::text FROM "${table}" AS t ORDER BY 1`))
    rows.set(
      table,
      found.rows.map(([row]) => String(row)),
    )
  }
  return { schema, rows }
}

async function empty(variant: Variant): Promise<void> {
  const connection = await variant.open()
  await connection.script('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
}

function load(): readonly Migration[] {
  return loadMigrations(labels.map((label) => ({ label, folder: join(folder, label) }))).map((each) => each.migration)
}

async function squashAll(app: string): Promise<void> {
  const [last = ''] = readdirSync(join(folder, app, 'migrations'))
    .sort()
    .reverse()
  let text = ''
  const sink = { write: (written: string) => (text += written) }
  const exitCode = await run(
    ['squashmigrations', app, last.replace('.ts', ''), '--noinput'],
    {
      settings: { apps: labels, databases: { default: 'pglite:db' } },
      baseDir: folder,
      script: 'manage.ts',
    },
    { cwd: folder, env: {}, stdin: Readable.from([]), stdout: sink, stderr: sink, connect },
  )
  assert.equal(exitCode, 0, text)
  assert.match(text, /the same tables and numbers of rows|the same tables on an empty database/)
}

function pathOf({ app, name }: Migration): string {
  return join(folder, app, 'migrations', `${name}.ts`)
}

function texts(): readonly string[] {
  return squashes.map((each) => readFileSync(pathOf(each), 'utf8'))
}
