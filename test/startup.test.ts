import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ScenarioProject } from './support/scenario-project'

/** What a command costs before it does anything is what it loads: each of these is 10 ms to a second. */
const EXPENSIVE = {
  'ts-morph': /node_modules\/(ts-morph|@ts-morph)\//,
  codegen: /\/(src|dist)\/codegen\//,
  autodetector: /\/(src|dist)\/autodetector\//,
  pg: /node_modules\/pg\//,
  pglite: /node_modules\/@electric-sql\//,
  prompts: /node_modules\/@clack\//,
  parser: /node_modules\/libpg-query\//,
} as const
type Expensive = keyof typeof EXPENSIVE

const MODELS = `import { CharField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @CharField({ maxLength: 100 }) title!: string
}
`

const OWN_SQL = `import { migration, RunSQL } from 'strata-orm'

export default migration({
  dependencies: [['movies', '0002_alter_movie_title']],
  operations: [new RunSQL({ sql: 'ANALYZE movies_movie' })],
})
`

let project: ScenarioProject

before(async () => {
  project = new ScenarioProject({ name: 'startup', url: 'pglite:.strata/db' })
  project.write('apps/movies/models.ts', MODELS)
  await loadedBy('makemigrations')
})
after(() => project.remove())

describe('of what is expensive', () => {
  const cases: readonly (readonly [command: string, loads: readonly Expensive[]])[] = [
    ['--help', []],
    ['showmigrations --help', []],
    ['check', []],
    ['makemigrations --check', ['autodetector']],
    ['makemigrations', ['autodetector']],
    ['sqlmigrate movies 0001', []],
    ['showmigrations', []],
    ['showmigrations --graph', []],
    ['graph', []],
    ['completion bash -- migrate movies 0', []],
    ['migrate --plan', []],
    ['migrate', ['pglite']],
    ['migrate', ['autodetector', 'pglite']],
  ]
  for (const [command, loads] of cases) {
    test(`\`${command}\` loads ${loads.length === 0 ? 'nothing' : `only ${loads.join(', ')}`}`, async () => {
      const modules = await loadedBy(command)
      const found = Object.entries(EXPENSIVE).filter(([, pattern]) => modules.some((path) => pattern.test(path)))
      assert.deepEqual(found.map(([name]) => name).sort(), [...loads].sort())
    })
  }
})

test('PostgreSQL’s parser is loaded for a plan with SQL of the user’s own, and for no other', async () => {
  const isLoaded = async (): Promise<boolean> =>
    (await loadedBy('migrate --plan')).some((path) => EXPENSIVE.parser.test(path))
  project.write('apps/movies/models.ts', MODELS.replace('maxLength: 100', 'maxLength: 200'))
  await loadedBy('makemigrations')
  assert.equal(await isLoaded(), false)
  const own = 'apps/movies/migrations/0003_own.ts'
  project.write(own, OWN_SQL)
  assert.equal(await isLoaded(), true)
  project.delete(own)
})

test('the classes of the package are called as they are imported', () => {
  const exported: Readonly<Record<string, unknown>> = require('strata-orm')
  const classes = Object.entries(exported).filter(
    (entry): entry is [string, NewableFunction] => typeof entry[1] === 'function' && /^class/.test(String(entry[1])),
  )
  assert.ok(classes.length > 50)
  assert.deepEqual(
    classes.map(([, cls]) => cls.name),
    classes.map(([name]) => name),
  )
})

test('a history that was read once is not run again, unless it may not be kept', async () => {
  const ran = async (command: string, variables = {}): Promise<boolean> =>
    (await loadedBy(command, variables)).some((path) =>
      path.startsWith(join(project.folder, 'apps/movies/migrations/')),
    )
  await loadedBy('showmigrations')
  for (const command of ['showmigrations', 'makemigrations --check', 'migrate --plan', 'sqlmigrate movies 0001'])
    assert.equal(await ran(command), false, command)
  assert.equal(await ran('showmigrations', { STRATA_CACHE: 'off' }), true)
  const manage = project.read('manage.ts') ?? ''
  project.write('manage.ts', manage.replace('manage({', 'manage({ cache: false,'))
  assert.equal(await ran('showmigrations'), true)
  project.write('manage.ts', manage)
})

/** The files that a command of a process of its own has loaded when it ends. */
async function loadedBy(command: string, variables = {}): Promise<readonly string[]> {
  const preload = join(__dirname, 'support', 'report-modules.ts')
  const all = { STRATA_TEST_MODULES: join(project.folder, 'modules.json'), ...variables }
  const words = ['ts-node', '-r', preload, 'manage.ts', ...command.split(' ')]
  const printed = await project.command({ variables: all, words, answers: [] })
  assert.ok(!printed.includes('[exit'), printed)
  return JSON.parse(project.read('modules.json') ?? '[]') as readonly string[]
}
