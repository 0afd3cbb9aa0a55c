import type { RunLockOptions } from '../backends/postgres/run-lock'
import { withRunLock } from '../backends/postgres/run-lock'
import type { Database } from '../sql/database'
import type { MigrationGraph } from './graph'
import type { AppliedMigration } from './history'
import { History } from './history'
import { withLost } from './lost'
import type { Migration, MigrationKey } from './migration'
import { migrationKey } from './migration'
import type { PlannedMigration, Target } from './plan'
import { planOf, targetKey } from './plan'
import { Recorder } from './recorder'
import type { MigrationSet } from './run-migrations'
import { survey } from './run-migrations'

export interface StampOptions {
  readonly app: string
  /** Forgets the records without a file as well. */
  readonly purge: boolean
}

/** What makes the records of one app say that the database is at a point, whatever they say now. */
export interface Stamp {
  readonly recorded: readonly PlannedMigration[]
  readonly forgotten: readonly AppliedMigration[]
}

/** Other apps stay as they are, and nothing is refused: this is the way out where records are wrong. */
export function stampOf(graph: MigrationGraph, history: History, target: Target, options: StampOptions): Stamp {
  const { app, purge } = options
  const named = target.kind === 'migration' ? targetKey(graph, history, target) : undefined
  const placed = named === undefined ? graph : graph.withPlaceFor(named)
  if (placed !== graph) return stampOf(placed, history.withGraph(placed), target, options)
  const namesOf = (key: MigrationKey) => [key, ...graph.covers(key).map((ref) => migrationKey(...ref))]
  const needed = new Set(named === undefined ? graph.order : graph.forwardsPlan(named))
  const wanted = graph.order.filter(
    (key) => target.kind !== 'zero' && graph.migration(key).app === app && needed.has(key),
  )
  const names = new Set(wanted.flatMap(namesOf))
  const lost = new Set(history.missing)
  const own = history.records.filter((record) => record.app === app)
  const now = new Set(own.map(({ name }) => migrationKey(app, name)))
  return {
    recorded: wanted
      .filter((key) => namesOf(key).some((name) => !now.has(name)))
      .map((key) => planOf(graph, key, 'forwards')),
    forgotten: own.filter((record) => (lost.has(record) ? purge : !names.has(migrationKey(app, record.name)))),
  }
}

export interface StampGoal {
  readonly target: Target
  /** Migrations without a file that it was counted over: they are forgotten or stay as others do. */
  readonly lost?: readonly Migration[]
}

export interface StampRun extends StampOptions {
  readonly db: Database
  readonly set: MigrationSet
  /** Alias of the database, for messages. */
  readonly database: string
  readonly goal: (graph: MigrationGraph, history: History) => Promise<StampGoal>
  readonly lock: Omit<RunLockOptions, 'name'>
}

/** Takes turns with runs on the database; all of it is one transaction. */
export function stamp({ db, set, database, goal, lock, ...options }: StampRun): Promise<Stamp> {
  return withRunLock(db, { ...lock, name: 'migrations' }, async () => {
    const recorder = new Recorder(db)
    const records = await recorder.applied()
    // Records that are wrong must not keep the files from being put in order.
    const trusted = options.purge ? records.filter(({ app }) => app !== options.app) : records
    const { graph } = survey(set, trusted, { database })
    const history = History.of(graph, records, { database })
    const { target, lost = [] } = await goal(graph, history)
    const whole = withLost(graph, history, lost)
    const found = stampOf(whole, history.withGraph(whole), target, options)
    await recorder.ensureTable()
    // What was left half way is so no longer: it is recorded now, or not.
    await recorder.journal()
    await db.transaction(async () => {
      for (const { app, name } of found.forgotten) await recorder.forget([app, name])
      for (const planned of found.recorded) await recorder.record(planned, { faked: true })
    })
    return found
  })
}
