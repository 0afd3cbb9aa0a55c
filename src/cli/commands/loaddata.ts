import { plural } from '../../base/text'
import type { Fixture, Loaded } from '../../fixtures/load'
import { chosen } from '../apps'
import { command } from '../command'
import { UsageError } from '../exit'
import { withTables } from '../not-migrated'
import { databaseOption } from '../options'

export interface LoaddataOptions {
  readonly fixtures: readonly string[]
  /** Only the fixtures of this app. */
  readonly app?: string
  readonly exclude?: readonly string[]
  readonly ignorenonexistent?: boolean
  readonly format?: Fixture['format']
  readonly database?: string
}

export interface LoaddataData {
  readonly fixtures: readonly Loaded[]
}

export const loaddata = command<LoaddataOptions, LoaddataData>({
  name: 'loaddata',
  summary: 'Write the objects of fixtures to a database',
  arguments: [{ name: 'fixtures', arity: 'many', help: 'names or paths of files; - is a pipe' }],
  options: [
    { flags: '--app <label>', help: 'look into the fixtures of this app only' },
    { flags: '-e, --exclude <model>', help: 'without this: app or app.Model; may be repeated', repeats: true },
    { flags: '-i, --ignorenonexistent', help: 'pass over models and fields that are not there' },
    { flags: '--format <format>', help: 'of what comes through a pipe', choices: ['json', 'jsonl'] },
    databaseOption,
  ],
  examples: [
    ['loaddata genres', 'genres.json of the folders fixtures of the apps, or of this folder'],
    ['loaddata --format json - < all.json', 'from a pipe'],
  ],

  async run(context, options) {
    const { fixtures: names, app, exclude = [], ignorenonexistent = false, format, database = 'default' } = options
    if (names.length === 0) throw new UsageError('missing-argument', 'loaddata needs the name of a fixture')
    const { findFixtures } = await import('../find-fixtures')
    const apps = await chosen(context.apps, app === undefined ? [] : [app])
    const found = names.flatMap((name) => findFixtures(name, { apps, environment: context.environment, format }))
    const { chooseModels, fixtureModels, load } = await import('../../fixtures')
    const state = (await context.registry()).state()
    const models = fixtureModels(state)
    const without = exclude.length === 0 ? [] : chooseModels(models.values(), exclude, [])
    const reading = {
      models: new Map([...models.values()].map((model) => [model.label, model])),
      without: new Set(without.map(({ label }) => label)),
      ignoreUnknown: ignorenonexistent,
    }
    const db = await context.database(database)
    const fixtures = await withTables(db, state, () => load(db, found, reading))
    for (const { name, objects } of fixtures) if (objects === 0) context.warn(`${name} has no objects.`)
    return { fixtures }
  },

  view: (out) => ({
    result({ fixtures }) {
      if (out.verbosity > 1) for (const { name, loaded } of fixtures) out.line(`  ${name}: ${plural(loaded, 'object')}`)
      const [all, loaded] = [total(fixtures, 'objects'), total(fixtures, 'loaded')]
      const objects = all === loaded ? plural(all, 'object') : `${loaded} of ${plural(all, 'object')}`
      out.info(`Installed ${objects} from ${plural(fixtures.length, 'fixture')}`)
    },
  }),
})

function total(fixtures: readonly Loaded[], what: 'objects' | 'loaded'): number {
  return fixtures.reduce((sum, fixture) => sum + fixture[what], 0)
}
