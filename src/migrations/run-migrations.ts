import type { RunLockOptions } from '../backends/postgres/run-lock'
import { withRunLock } from '../backends/postgres/run-lock'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Database } from '../sql/database'
import type { MigrateOptions } from './executor'
import { migrate } from './executor'
import type { Origin } from './graph'
import { MigrationGraph } from './graph'
import type { AppliedMigration } from './history'
import { History, recordKeys } from './history'
import type { Migration, MigrationKey } from './migration'
import { migrationKey } from './migration'
import type { Plan, Target } from './plan'
import { makePlan, refuseIrreversible } from './plan'
import type { Report } from './progress'
import { Recorder } from './recorder'

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

export interface Prepared {
  readonly graph: MigrationGraph
  readonly history: History
  readonly plan: Plan
}

/** The files beside the records of one database. */
export function survey(
  set: MigrationSet,
  records: readonly AppliedMigration[],
  { database }: { readonly database?: string | undefined } = {},
): { readonly graph: MigrationGraph; readonly history: History } {
  const { apps, migrations, origins } = set
  const graph = MigrationGraph.of(migrations, { apps, origins, applied: recordKeys(records) })
  return { graph, history: History.of(graph, records, { ...(database !== undefined && { database }) }) }
}

/** What a run would do, given the records: all that can be refused without touching the database is refused here. */
export function prepare(records: readonly AppliedMigration[], { set, targets, database }: PrepareOptions): Prepared {
  const { graph, history } = survey(set, records, { database })
  history.refuseInconsistent()
  graph.refuseConflicts()
  return { graph, history, plan: makePlan(graph, history, targets) }
}

export interface RunOptions extends PrepareOptions, Omit<MigrateOptions, 'plan' | 'schema'> {
  /** Or what makes it once the plan is known. */
  readonly schema: SchemaEditor | ((plan: Plan) => Promise<SchemaEditor>)
  readonly lock: Omit<RunLockOptions, 'name'>
}

/** Takes turns with other runs on the database: the records are read, and the plan is made, when it is ours. */
export function runMigrations(options: RunOptions): Promise<Report> {
  const { db, lock, onProgress } = options
  return withRunLock(db, { ...lock, name: 'migrations' }, async () => {
    const { graph, plan } = prepare(await new Recorder(db).applied(), options)
    onProgress?.({ kind: 'plan', plan })
    // Choosing how to change the tables takes the steps of the whole plan.
    if (options.fake !== true) refuseIrreversible(plan)
    const schema = typeof options.schema === 'function' ? await options.schema(plan) : options.schema
    const done = await migrate({ ...options, plan, schema })
    return { done, recorded: await recordSquashes(db, graph, options) }
  })
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
      for (const { app, name } of unrecorded) await recorder.recordSquash([app, name])
      for (const { app, name } of outdated) await recorder.forget([app, name])
    })
  }
  for (const { app, name } of unrecorded) onProgress?.({ kind: 'recorded', app, name })
  return unrecorded.map(({ app, name }) => migrationKey(app, name))
}
