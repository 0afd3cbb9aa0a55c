import type { Strategy } from '../../backends/postgres/online/live-tables'
import type { MigrationGraph } from '../../migrations/graph'
import type { AppliedMigration, History } from '../../migrations/history'
import type { Target } from '../../migrations/plan'
import type { DoneMigration } from '../../migrations/progress'
import { chosen } from '../apps'
import { command } from '../command'
import type { Context } from '../context'
import { databaseOption, type NoInputOptions, noInputOptions } from '../options'
import { type PlannedText, plannedLines, plannedTexts } from '../planned-operations'
import { type Goal, type MigrateEvent, ProgressView } from '../progress-view'
import { type PruneData, printPruned, prune } from '../pruning'

export interface MigrateOptions extends NoInputOptions {
  readonly app?: string
  readonly migration?: string
  readonly plan?: boolean
  readonly fake?: boolean
  readonly prune?: boolean
  readonly strategy?: Strategy
  readonly database?: string
}

export type MigrateData =
  | PruneData
  | { readonly kind: 'plan'; readonly planned: readonly PlannedText[] }
  | {
      readonly kind: 'run'
      readonly done: readonly DoneMigration[]
      /** Squashed migrations that were recorded, since all that they replace is applied. */
      readonly recorded: readonly string[]
      /** Apps whose models have changes without a migration. Looked for only where there was nothing to do. */
      readonly unreflected: readonly string[]
    }

/** How long to wait for another run: what a release takes that builds an index on a large table. */
const lockTimeoutMs = 30 * 60 * 1000

export const migrate = command<MigrateOptions, MigrateData, MigrateEvent>({
  name: 'migrate',
  summary: 'Bring a database to a point of the history',
  arguments: [
    { name: 'app', arity: 'optional', help: 'only this app, and what it needs' },
    {
      name: 'migration',
      arity: 'optional',
      help: "to just after this one: its name or an unambiguous beginning of it; 'zero' is before the first",
    },
  ],
  options: [
    { flags: '--plan', help: 'print the operations, and run none' },
    { flags: '--fake', help: 'change the records only' },
    {
      flags: '--strategy <how>',
      help: 'how tables that exist are changed: at once, beside those who use them, or so unless they are small (auto)',
      choices: ['direct', 'online', 'auto'],
    },
    { flags: '--prune', help: 'forget the records of an app that have no file, and run nothing' },
    databaseOption,
    ...noInputOptions('accepted for scripts that give it: nothing is asked'),
  ],
  examples: [
    ['migrate', 'apply all that is not applied'],
    ['migrate --plan', 'see what that would be'],
    ['migrate movies 0002', 'bring one app to a migration, forwards or back'],
    ['migrate movies zero', 'take all of an app back'],
  ],

  async run(context, options, report) {
    const { plan = false, fake = false, database = 'default' } = options
    if (options.prune === true) return prune(context, options.app, database)
    const target = targetOf(options)
    if (options.app !== undefined) await chosen(context.apps, [options.app])
    await context.checkedRegistry()
    const set = await context.migrations()
    const { prepare, runMigrations, survey } = await import('../../migrations/run-migrations')
    const records = await context.records(database)
    if (plan)
      return { kind: 'plan', planned: plannedTexts(prepare(records, { set, targets: [target], database }).plan) }
    const { graph, history } = survey(set, records, { database })
    warnOf(history, context)
    report({ kind: 'goal', goal: goalOf(target, graph) })
    const { schemaForRun } = await import('../../migrations/run-schema')
    const db = await context.database(database)
    const { done, recorded } = await runMigrations({
      set,
      targets: [target],
      database,
      fake,
      db,
      schema: schemaForRun(db, {
        strategy: options.strategy,
        small: context.project.settings.safety?.smallTable,
      }),
      lock: { timeoutMs: lockTimeoutMs, onWait: (holder) => report({ kind: 'wait', holder }) },
      onProgress: report,
    })
    const unreflected = done.length === 0 ? await unreflectedIn(context) : []
    return { kind: 'run', done, recorded, unreflected }
  },

  view(out) {
    const progress = new ProgressView(out)
    return {
      event: (event) => progress.event(event),
      failed: () => progress.failed(),
      result(data) {
        if (data.kind === 'plan') {
          out.line(out.style.heading('Planned operations:'))
          if (data.planned.length === 0) out.line('  No planned migration operations.')
          for (const line of data.planned.flatMap(plannedLines)) out.line(line)
        } else if (data.kind === 'prune') {
          printPruned(out, data)
        } else if (data.unreflected.length > 0) {
          const apps = data.unreflected.map((app) => `'${app}'`).join(', ')
          out.info(
            out.style.notice(
              `  Your models in app(s): ${apps} have changes that are not yet reflected in a migration, and so won't be applied.`,
            ),
          )
          out.info(
            out.style.notice(
              "  Run 'makemigrations' to make new migrations, and then run 'migrate' again to apply them.",
            ),
          )
        }
      },
    }
  },
})

/** What stops no migration, and had better be known. */
function warnOf({ missing, edited, database }: History, context: Context): void {
  const names = (records: readonly AppliedMigration[]) => records.map(({ app, name }) => `${app}.${name}`).join(', ')
  if (missing.length > 0) context.warn(`Applied on database '${database}', without a file: ${names(missing)}`)
  if (edited.length > 0) context.warn(`Edited since applied on database '${database}': ${names(edited)}`)
}

/** What detects changes is loaded when it is asked. */
async function unreflectedIn(context: Context): Promise<readonly string[]> {
  const { unreflectedApps } = await import('../changes')
  return unreflectedApps(context)
}

function targetOf({ app, migration }: MigrateOptions): Target {
  if (app === undefined) return { kind: 'all' }
  if (migration === undefined) return { kind: 'app', app }
  return migration === 'zero' ? { kind: 'zero', app } : { kind: 'migration', app, name: migration }
}

function goalOf(target: Target, graph: MigrationGraph): Goal {
  switch (target.kind) {
    case 'all': {
      const apps = new Set(graph.leaves().map((key) => graph.migration(key).app))
      return { verb: 'Apply all migrations', what: [...apps].sort().join(', ') || '(none)' }
    }
    case 'app':
      return { verb: 'Apply all migrations', what: target.app }
    case 'zero':
      return { verb: 'Unapply all migrations', what: target.app }
    case 'migration': {
      const { name } = graph.find(target.app, target.name)
      return { verb: 'Target specific migration', what: `${name}, from ${target.app}` }
    }
  }
}
