import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { variants } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'

const MODELS = `import { IntegerField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @IntegerField({ default: 0 }) seen!: number
}
`

const DATA = `import { add, F, migration, RunData } from 'strata-orm'

export default migration({
  dependencies: [['movies', '0001_initial']],
  operations: [
    new RunData({
      model: 'Movie',
      batchSize: 10,
      async forwards({ batch }) {
        await batch.update({ seen: add(F('seen'), 1) })
        await new Promise((done) => setTimeout(done, 20))
      },
    }),
  ],
})
`

variants(
  (variant) => {
    describe('a data operation that is killed', () => {
      let project: ScenarioProject
      const command = (...words: readonly string[]) => project.command({ words, variables: {}, answers: [] })

      beforeEach(async () => {
        project = new ScenarioProject({ name: `killed-data-${variant.name.replace(/\W+/g, '-')}`, url: variant.url })
        project.write('apps/movies/models.ts', MODELS)
        await command('makemigrations')
        await command('migrate')
        await project.query('INSERT INTO movies_movie (seen) SELECT 0 FROM generate_series(1, 1000)')
        project.write('apps/movies/migrations/0002_data.ts', DATA)
      })
      afterEach(() => project.remove())

      const seen = () => project.query('SELECT seen, count(*) FROM movies_movie GROUP BY seen ORDER BY seen')
      const done = async () => Number(await project.query('SELECT count(*) FROM movies_movie WHERE seen > 0'))

      test('goes on where it was: nothing twice, nothing left out', async () => {
        // Writes manage.ts as well.
        await command('ts-node', 'manage.ts', 'check')
        for (const wanted of [100, 300, 500]) {
          const child = migrate(project.folder)
          while ((await done()) < wanted) {
            assert.equal(child.exitCode, null, 'it ended by itself')
            await sleep(5)
          }
          child.kill('SIGKILL')
          await once(child, 'exit')
        }
        assert.ok((await done()) < 1000)
        assert.doesNotMatch(await seen(), /^2/m)
        const printed = await command('ts-node', 'manage.ts', 'migrate')
        assert.match(printed, /Applying movies\.0002_data\.\.\.(.|\n)* OK/)
        assert.equal(await seen(), '1 | 1000\n')
        assert.equal(await project.query('SELECT count(*) FROM strata_journal'), '0\n')
      })
    })
  },
  { manySessions: true },
)

function migrate(folder: string): ChildProcess {
  const args = ['-r', 'ts-node/register', 'manage.ts', 'migrate']
  return spawn(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH }, stdio: 'ignore' })
}
