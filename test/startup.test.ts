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
} as const
type Expensive = keyof typeof EXPENSIVE

const MODELS = `import { CharField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @CharField({ maxLength: 100 }) title!: string
}
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

/** The files that a command of a process of its own has loaded when it ends. */
async function loadedBy(command: string): Promise<readonly string[]> {
  const preload = join(__dirname, 'support', 'report-modules.ts')
  const variables = { STRATA_TEST_MODULES: join(project.folder, 'modules.json') }
  const words = ['ts-node', '-r', preload, 'manage.ts', ...command.split(' ')]
  const printed = await project.command({ variables, words, answers: [] })
  assert.ok(!printed.includes('[exit'), printed)
  return JSON.parse(project.read('modules.json') ?? '[]') as readonly string[]
}
