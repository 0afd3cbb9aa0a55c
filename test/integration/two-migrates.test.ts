import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { createDatabase, onlyPglite, realServer, variants } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'

const MODELS = `import { CharField, Model, model } from 'strata-orm'

@model()
export class Movie extends Model {
  @CharField({ maxLength: 100 }) title!: string
}
`

/** Makes it likely that the second run finds the first one at work. */
const SLOW = `import { migration, RunSQL } from 'strata-orm'

export default migration({
  dependencies: [['movies', '0001_initial']],
  operations: [new RunSQL({ sql: 'SELECT pg_sleep(1.5)' })],
})
`

variants((variant) => {
  describe('two migrates at the same moment', () => {
    let project: ScenarioProject
    const inProcess = (...words: readonly string[]) => project.command({ words, variables: {}, answers: [] })
    const asProcess = (...words: readonly string[]) => inProcess('ts-node', 'manage.ts', ...words)

    beforeEach(async () => {
      const url = variant.manySessions ? variant.url : 'pglite:.strata/db'
      project = new ScenarioProject({ name: `two-migrates-${variant.name.replace(/\W+/g, '-')}`, url })
      project.write('apps/movies/models.ts', MODELS)
      await inProcess('makemigrations')
      project.write('apps/movies/migrations/0002_slow.ts', SLOW)
    })
    afterEach(() => project.remove())

    test('both succeed, each migration runs once, and the one that waits says for whom', async () => {
      const printed = (await Promise.all([asProcess('migrate'), asProcess('migrate')])).sort()
      const [done, waited] = printed[0]?.includes('Waiting') ? printed.reverse() : printed
      assert.match(
        done ?? '',
        /^ {2}Applying movies\.0001_initial\.\.\. OK\n {2}Applying movies\.0002_slow\.\.\. OK\n$/m,
      )
      assert.match(waited ?? '', /^ {2}No migrations to apply\.\n/m)
      assert.match(waited ?? '', /^Waiting for .*process \d+/m)
      assert.doesNotMatch(printed.join(), /\[exit/)
      assert.equal(await project.query('SELECT name FROM strata_migrations ORDER BY id'), '0001_initial\n0002_slow\n')
    })
  })
})

describe('twelve migrates at the same moment', { skip: onlyPglite }, () => {
  test('all succeed, and each migration runs once', async () => {
    const { url } = await createDatabase(await realServer())
    const project = new ScenarioProject({ name: 'twelve-migrates', url })
    const command = (...words: readonly string[]) => project.command({ words, variables: {}, answers: [] })
    try {
      project.write('apps/movies/models.ts', MODELS)
      await command('makemigrations')
      project.write('apps/movies/migrations/0002_slow.ts', SLOW)
      const all = await Promise.all(Array.from({ length: 12 }, () => command('ts-node', 'manage.ts', 'migrate')))
      assert.doesNotMatch(all.join(), /\[exit/)
      for (const name of ['0001_initial', '0002_slow'])
        assert.equal(all.filter((printed) => printed.includes(`Applying movies.${name}... OK`)).length, 1, name)
      assert.equal(await project.query('SELECT name FROM strata_migrations ORDER BY id'), '0001_initial\n0002_slow\n')
    } finally {
      project.remove()
    }
  })
})
