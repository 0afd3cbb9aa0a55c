import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { connect } from '../../../src/backends/connect'
import { run } from '../../../src/cli/run'
import { ScenarioProject } from '../../support/scenario-project'

function models(fields: string): string {
  return `import { CharField, IntegerField, Model, model, objects } from 'strata-orm'

@model()
export class Movie extends Model {
  static readonly objects = objects(() => Movie)

  @CharField({ maxLength: 100 }) title!: string
${fields}}
`
}

describe('makemigrations --scriptable', () => {
  let project: ScenarioProject
  beforeEach(() => {
    project = new ScenarioProject({ name: 'scriptable', url: 'pglite:memory' })
  })
  afterEach(() => project.remove())

  async function made(fields: string, ...argv: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    project.write('apps/movies/models.ts', models(fields))
    for (const path of Object.keys(require.cache)) if (path.startsWith(project.folder)) delete require.cache[path]
    const printed = { stdout: '', stderr: '' }
    const settings = { apps: ['apps/movies'], databases: { default: 'pglite:memory' } }
    await run(
      ['makemigrations', '--scriptable', ...argv],
      { settings, baseDir: project.folder, script: 'manage.ts' },
      {
        cwd: project.folder,
        env: {},
        stdin: Readable.from(['1\n', '0\n']),
        stdout: { write: (text) => (printed.stdout += text) },
        stderr: { write: (text) => (printed.stderr += text) },
        connect,
      },
    )
    return printed
  }

  test('prints the paths of what it wrote, and what it has to say on stderr', async () => {
    const { stdout, stderr } = await made('')
    assert.equal(stdout, 'apps/movies/migrations/0001_initial.ts\n')
    assert.match(
      stderr,
      /Migrations for 'movies':\n {2}apps\/movies\/migrations\/0001_initial\.ts\n {4}\+ Create model Movie/,
    )
  })

  test('prints nothing where it writes nothing', async () => {
    assert.equal((await made('', '--dry-run')).stdout, '')
    assert.equal((await made('', '--check')).stdout, '')
    await made('')
    const { stdout, stderr } = await made('')
    assert.equal(stdout, '')
    assert.match(stderr, /No changes detected/)
  })

  test('asks on stderr', async () => {
    await made('')
    const { stdout, stderr } = await made('  @IntegerField() stars!: number\n')
    assert.equal(stdout, 'apps/movies/migrations/0002_movie_stars.ts\n')
    assert.match(stderr, /It is impossible to add a non-nullable field/)
  })

  test('prints those of a merge', async () => {
    await made('')
    for (const name of ['0002_a', '0002_b']) {
      const text = `import { migration } from 'strata-orm'\n\nexport default migration({ dependencies: [['movies', '0001_initial']] })\n`
      project.write(`apps/movies/migrations/${name}.ts`, text)
    }
    const { stdout, stderr } = await made('', '--merge', '--noinput')
    assert.equal(stdout, 'apps/movies/migrations/0003_merge_0002_a_0002_b.ts\n')
    assert.match(stderr, /Merging movies/)
  })
})
