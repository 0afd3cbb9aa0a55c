import assert from 'node:assert/strict'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { callCommand, type OpenProject, openProject, type Project } from '../../src'
import { variants } from '../support/database'
import { ScenarioProject } from '../support/scenario-project'

const models = `import { CharField, Model, model, objects } from 'strata-orm'

@model()
export class Movie extends Model {
  static readonly objects = objects(() => Movie)
  @CharField({ maxLength: 100 }) title!: string
}
`

variants((variant) => {
  describe('a command called from code', () => {
    let files: ScenarioProject
    let place: Project
    let opened: OpenProject | undefined

    beforeEach(() => {
      const url = variant.manySessions ? variant.url : 'pglite:.strata/db'
      files = new ScenarioProject({ name: `call-${variant.name.replaceAll(' ', '-')}`, url })
      files.write('apps/movies/models.ts', models)
      place = { settings: { apps: ['apps/movies'], databases: { default: url } }, baseDir: files.folder }
    })
    afterEach(async () => {
      await opened?.close()
      opened = undefined
      files.remove()
    })

    test('gives what comes of it', async () => {
      const made = await callCommand(place, 'makemigrations')
      assert.deepEqual('migrations' in made && made.migrations.map(({ name }) => name), ['0001_initial'])
      const migrated = await callCommand(place, 'migrate', { app: 'movies' })
      assert.deepEqual(migrated.kind === 'run' && migrated.done.map(({ name }) => name), ['0001_initial'])
      const { migrations } = await callCommand(place, 'showmigrations')
      assert.deepEqual(
        migrations.map(({ status }) => status),
        ['applied'],
      )
    })

    test('works on the session of an open project, and leaves it open', async () => {
      await callCommand(place, 'makemigrations')
      opened = await openProject(place.settings, place.baseDir)
      const { Movie } = require(join(files.folder, 'apps/movies/models.ts'))
      await opened.database()
      await callCommand(opened, 'migrate')
      await Movie.objects.create({ title: 'Avatar' })
      assert.equal(await Movie.objects.count(), 1)
    })

    test('throws what goes wrong', async () => {
      const codes = async (call: Promise<unknown>): Promise<unknown> => call.catch(({ code }: { code: string }) => code)
      assert.equal(await codes(callCommand(place, 'migrate', { app: 'music' })), 'apps.unknown')
      assert.equal(await codes(callCommand(place, 'migrate', { database: 'other' })), 'usage.unknown-database')
      assert.equal(await codes(callCommand(place, 'migrat' as 'migrate')), 'usage.unknown-command')
    })

    test('asks nobody', async () => {
      await callCommand(place, 'makemigrations')
      files.edit(
        'apps/movies/models.ts',
        ['- @CharField({ maxLength: 100 }) title', '+ @CharField({ maxLength: 100 }) name'].map(
          (line) => `${line.slice(0, 2)}  ${line.slice(2)}!: string`,
        ),
      )
      for (const path of Object.keys(require.cache)) if (path.startsWith(files.folder)) delete require.cache[path]
      await assert.rejects(callCommand(place, 'makemigrations'), { code: 'prompt.no-answer' })
    })

    test('hands on warnings and prints nothing', async () => {
      await callCommand(place, 'makemigrations')
      await callCommand(place, 'migrate')
      files.delete('apps/movies/migrations/0001_initial.ts')
      for (const path of Object.keys(require.cache)) if (path.startsWith(files.folder)) delete require.cache[path]
      const warnings: string[] = []
      await callCommand(place, 'migrate', {}, { onWarning: (text) => warnings.push(text) })
      assert.deepEqual(warnings, ["Applied on database 'default', without a file: movies.0001_initial"])
    })
  })
})
