import { StrataError } from '../../base/errors'
import type { AppliedMigration } from '../../migrations/history'
import { appliedAt } from '../applied-at'
import { chosen } from '../apps'
import { command } from '../command'
import type { Context } from '../context'
import { targetFor } from '../goal'
import { databaseOption } from '../options'
import { type MigrateEvent, ProgressView } from '../progress-view'

export interface StampOptions {
  readonly app: string
  readonly migration?: string
  readonly purge?: boolean
  readonly database?: string
}

export interface StampData {
  readonly app: string
  readonly recorded: readonly string[]
  /** As they were, so that they can be brought back. */
  readonly forgotten: readonly AppliedMigration[]
}

const lockTimeoutMs = 60_000

export const stamp = command<StampOptions, StampData, MigrateEvent>({
  name: 'stamp',
  summary: 'Make the records say where a database is, and run nothing',
  arguments: [
    { name: 'app', arity: 'one', help: 'whose records' },
    {
      name: 'migration',
      arity: 'optional',
      help: "the last that is applied; 'zero', or 'head', which is the default",
      words: ['zero', 'head'],
    },
  ],
  options: [{ flags: '--purge', help: 'forget the records without a file as well' }, databaseOption],
  examples: [
    ['stamp movies', 'a database that has all of it already'],
    ['stamp movies 0003', 'one that has the first three'],
    ['stamp movies zero --purge', 'nothing of the app is recorded any more'],
  ],

  async run(context, { app, migration = 'head', purge = false, database = 'default' }, report) {
    await chosen(context.apps, [app])
    const { stamp: stampRecords } = await import('../../migrations/stamp')
    const { countsBack } = await import('../../migrations/relative-target')
    const { recorded, forgotten } = await stampRecords({
      app,
      purge,
      database,
      set: await context.migrations(),
      db: await context.database(database),
      goal: async (graph, history) => {
        // A purge forgets them wherever they are.
        const lost = !purge && countsBack(migration) ? await context.lostMigrations(history) : []
        return { target: await targetFor({ app, migration }, { graph, history }, lost), lost }
      },
      lock: { timeoutMs: lockTimeoutMs, onWait: (holder) => report({ kind: 'wait', holder }) },
    })
    await warnIfInconsistent(context, database)
    return { app, recorded: recorded.map((planned) => planned.migration.name), forgotten }
  },

  view(out) {
    const progress = new ProgressView(out)
    return {
      event: (event) => progress.event(event),
      result({ app, recorded, forgotten }) {
        out.info(out.style.heading(`Stamping ${app}:`))
        for (const { name, applied } of forgotten) out.info(`  Forgot ${app}.${name}${appliedAt(applied, out)}`)
        for (const name of recorded) out.info(`  Recorded ${app}.${name}`)
        if (forgotten.length + recorded.length === 0) out.info('  The records say so already.')
      },
    }
  },
})

/** The records of other apps stay, whatever becomes of what they need. */
async function warnIfInconsistent(context: Context, database: string): Promise<void> {
  const { history } = await context.survey(database)
  try {
    history.refuseInconsistent()
  } catch (error) {
    if (!(error instanceof StrataError)) throw error
    context.warn(error.message)
  }
}
