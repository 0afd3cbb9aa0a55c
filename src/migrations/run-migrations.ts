import { refusePooled } from '../backends/postgres/pooling'
import type { RunLockOptions } from '../backends/postgres/run-lock'
import { withRunLock } from '../backends/postgres/run-lock'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Database } from '../sql/database'
import type { MigrateOptions } from './executor'
import { migrate } from './executor'
import { appliedInitials, differencesAfter } from './faked'
import type { Origin } from './graph'
import { MigrationGraph } from './graph'
import type { AppliedMigration } from './history'
import { History, recordKeys } from './history'
import { undoWithLost } from './lost'
import type { Migration, MigrationKey } from './migration'
import { migrationKey } from './migration'
import type { Plan, PlannedMigration, Target } from './plan'
import { makePlan, refuseIrreversible } from './plan'
import type { Report } from './progress'
import { Recorder } from './recorder'
import { resumePlan } from './resume'
import type { WatchOptions } from './watcher'

/** The migrations of a project as its files say them. */
export interface MigrationSet {
  /** Labels of all apps, with migrations or without. */
  readonly apps: readonly string[]
  readonly migrations: readonly Migration[]
  readonly origins?: ReadonlyMap<MigrationKey, Origin> | undefined
}

export interface PrepareOptions {
  readonly set: MigrationSet
  readonly targets: readonly Target[]
  /** Alias of the database, for messages. */
  readonly database?: string | undefined
}

export interface Surveyed {
  readonly graph: MigrationGraph
  readonly history: History
}

/** The files beside the records of one database. */
export function survey(
  set: MigrationSet,
  records: readonly AppliedMigration[],
  { database }: { readonly database?: string | undefined } = {},
): Surveyed {
  const { apps, migrations, origins } = set
  const graph = MigrationGraph.of(migrations, { apps, origins, applied: recordKeys(records) })
  return { graph, history: History.of(graph, records, { ...(database !== undefined && { database }) }) }
}

/** What a run would do, given the records: all that can be refused without touching the database is refused here. */
export function planFrom(
  { graph, history }: Surveyed,
  targets: readonly Target[],
  lost: readonly Migration[] = [],
): Plan {
  history.refuseInconsistent()
  graph.refuseConflicts()
  return undoWithLost(graph, history, targets, lost) ?? makePlan(graph, history, targets)
}

export interface RunOptions extends PrepareOptions, Omit<MigrateOptions, 'plan' | 'schema'> {
  /** Or what makes it once the plan is known. */
  readonly schema: SchemaEditor | ((plan: Plan) => Promise<SchemaEditor>)
  readonly lock: Omit<RunLockOptions, 'name'>
  /** Records initial migrations whose tables are there already, just as they make them. */
  readonly fakeInitial?: boolean | undefined
  /** Goes on with what was left half way instead of going to the targets. */
  readonly resume?: { readonly app: string | undefined } | undefined
}

/** Takes turns with other runs on the database: the records are read, and the plan is made, when it is ours. */
export async function runMigrations(options: RunOptions): Promise<Report> {
  const { db, lock, signal, onProgress } = options
  // A lock that a pooler's session has been given would stay with it.
  if (options.watch !== undefined) await refusePooler(db, options.watch)
  return withRunLock(db, { ...lock, signal, name: 'migrations' }, async () => {
    const recorder = new Recorder(db)
    const files = survey(options.set, await recorder.applied(), options)
    const lost = await recorder.kept(files.history.missing)
    const plan =
      options.resume === undefined
        ? planFrom(files, options.targets, lost)
        : resumePlan(files.graph, files.history, { ...options.resume, lost, journal: await recorder.journal() })
    onProgress?.({ kind: 'plan', plan })
    const initials = options.fakeInitial === true ? await appliedInitials(db, plan) : undefined
    const fake = initials === undefined ? options.fake : async ({ key }: PlannedMigration) => initials.has(key)
    // Choosing how to change the tables takes the steps of the whole plan.
    if (options.fake !== true) refuseIrreversible(plan)
    const schema = typeof options.schema === 'function' ? await options.schema(plan) : options.schema
    const done = await migrate({ ...options, plan, schema, fake })
    const differences = options.fake === true && done.length > 0 ? await differencesAfter(db, plan) : []
    return {
      done,
      recorded: options.dryRun === true ? [] : await recordSquashes(db, files.graph, options),
      differences,
    }
  })
}

/** The run lock, and all that a session is told, would be another's. */
async function refusePooler(db: Database, { open }: WatchOptions): Promise<void> {
  // A server that has no session left for looking has one for working.
  const second = await open().catch(() => undefined)
  try {
    if (second !== undefined) await refusePooled(db, second)
  } finally {
    await second?.close()
  }
}

/** Squashed migrations of which all that they replace is applied now; those of which some was undone have no record. */
async function recordSquashes(
  db: Database,
  graph: MigrationGraph,
  { onProgress }: RunOptions,
): Promise<readonly MigrationKey[]> {
  if (![...graph.files.values()].some(({ replaces }) => replaces.length > 0)) return []
  const recorder = new Recorder(db)
  const { unrecorded, outdated } = History.of(graph, await recorder.applied())
  if (unrecorded.length + outdated.length > 0) {
    await db.transaction(async () => {
      for (const squash of unrecorded)
        await recorder.recordSquash(squash, graph.covers(migrationKey(squash.app, squash.name)))
      for (const { app, name } of outdated) await recorder.forget([app, name])
    })
  }
  for (const { app, name } of unrecorded) onProgress?.({ kind: 'recorded', app, name })
  return unrecorded.map(({ app, name }) => migrationKey(app, name))
}
