import { basename, resolve } from 'node:path'
import { plural } from '../../base/text'
import type { ProjectPicture } from '../../diagram/page'
import { chosen } from '../apps'
import { command } from '../command'
import { databaseOption } from '../options'

export interface GraphOptions {
  readonly apps?: readonly string[]
  readonly html?: string
  readonly database?: string
}

export interface GraphData extends ProjectPicture {
  /** The page, as it was named. */
  readonly written: string | undefined
}

export const graph = command<GraphOptions, GraphData>({
  name: 'graph',
  summary: 'Draw the models and the migrations',
  arguments: [{ name: 'apps', arity: 'many', help: 'only these apps' }],
  options: [
    { flags: '--html <file>', help: 'write a page that needs nothing else: diagrams, and the SQL of each migration' },
    databaseOption,
  ],
  examples: [
    ['graph --html project.html', 'a page to look at'],
    ['graph --json', 'what it is drawn from, for other programs'],
  ],

  async run(context, { apps = [], html, database = 'default' }) {
    const labels = (await chosen(context.apps, apps)).map(({ label }) => label)
    const { projectPicture } = await import('../project-picture')
    const { postgresSchema } = await import('../../backends/postgres/schema-editor')
    const { survey } = await import('../../migrations/run-migrations')
    const { recordsIfThere } = await import('../records-if-there')
    const records = await recordsIfThere(context, database)
    const picture = projectPicture({
      ...survey(await context.migrations(), records, { database }),
      state: (await context.registry()).state(),
      apps: labels,
      cwd: context.cwd,
      schema: postgresSchema,
    })
    if (html !== undefined) {
      const { writeGraphPage } = await import('../graph-page')
      writeGraphPage(picture, resolve(context.cwd, html), basename(context.project.baseDir))
    }
    return { ...picture, written: html }
  },

  view: (out) => ({
    result({ models, relations, migrations, written }) {
      const counts = [plural(models.length, 'model'), plural(relations.length, 'relation')]
      out.line(`${counts.join(', ')}, ${plural(migrations.length, 'migration')}`)
      if (written === undefined) out.info('Give --html <file> for a page that shows them.')
      else out.info(`Wrote ${written}`)
    },
  }),
})
