import type { SchemaEditor } from '../schema/schema-editor'
import type { Database } from '../sql/database'
import { statement } from '../sql/statement'
import type { Batch, BatchStep } from './batches'
import { batches, numbered } from './batches'
import { migrationKey } from './migration'
import type { Plan, PlannedMigration } from './plan'
import { refuseIrreversible } from './plan'
import type { DoneMigration, Progress } from './progress'
import { Recorder } from './recorder'
import type { JournalEntry } from './records'
import { stepDigest } from './records'
import { JournalChangedError, MigrationFailedError, OldServerError, UnfinishedMigrationError } from './run-errors'
import type { OperationSteps } from './steps'
import { steps } from './steps'

export interface MigrateOptions {
  readonly db: Database
  readonly plan: Plan
  readonly schema: SchemaEditor
  /** Records without running anything: all of the plan, or what the function says is there already. */
  readonly fake?: boolean | ((planned: PlannedMigration) => Promise<boolean>) | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** A migration with all its steps: none is missing when the first of a plan begins. */
interface Job {
  readonly planned: PlannedMigration
  readonly work: readonly OperationSteps[]
  /** What an earlier run has left. */
  readonly journal: readonly JournalEntry[]
}

/** Runs a plan: each migration in one transaction with its record, or with a journal where no transaction can hold it. */
export async function migrate(options: MigrateOptions): Promise<readonly DoneMigration[]> {
  const { db, plan, schema, fake } = options
  if (db.inTransaction) throw new Error('migrate opens its own transactions')
  if (plan.migrations.length === 0) return []
  if (fake !== true) refuseIrreversible(plan)
  const recorder = new Recorder(db)
  const journal = await recorder.journal()
  if (fake !== true) refuseUnfinished(plan, journal)
  const jobs = plan.migrations.map((planned) => jobOf(planned, fake === true ? [] : steps(planned, schema), journal))
  if (fake !== true) {
    for (const job of jobs) {
      refuseChanged(job)
      refuseOldServer(job, db.serverVersion)
    }
  }
  await recorder.ensureTable()
  const run = new Run(options, recorder)
  for (const job of jobs) await run.perform(job)
  return run.done
}

function jobOf(planned: PlannedMigration, work: readonly OperationSteps[], journal: readonly JournalEntry[]): Job {
  const { app, name } = planned.migration
  const own = journal.filter(
    (entry) => entry.app === app && entry.name === name && entry.direction === planned.direction,
  )
  return { planned, work, journal: own }
}

/** Half a migration is neither applied nor undone: a plan that takes it for one of them would build on sand. */
function refuseUnfinished({ direction }: Plan, journal: readonly JournalEntry[]): void {
  const other = journal.find((entry) => entry.direction !== direction)
  if (other !== undefined) throw new UnfinishedMigrationError(other.app, other.name, other.direction)
}

/** Better now than when PostgreSQL does not understand a statement in the middle of the plan. */
function refuseOldServer({ planned, work }: Job, server: number): void {
  for (const { place, steps: all } of work) {
    for (const { needs } of all) {
      if (needs !== undefined && server < needs.version * 10_000) throw new OldServerError(planned, place, needs, server)
    }
  }
}

function refuseChanged({ planned, work, journal }: Job): void {
  const all = numbered(work)
  for (const { step, digest } of journal) {
    const now = all[step - 1]
    if (now === undefined || stepDigest(now.step) !== digest) throw new JournalChangedError(planned, step)
  }
}

/** Where a migration stands, for the error if it fails. */
interface Position {
  at: BatchStep | undefined
  transaction: boolean
  kept: number
}

class Run {
  readonly done: DoneMigration[] = []
  readonly #db: Database
  readonly #recorder: Recorder
  readonly #fake: MigrateOptions['fake']
  readonly #say: (progress: Progress) => void

  constructor({ db, fake, onProgress }: MigrateOptions, recorder: Recorder) {
    this.#db = db
    this.#recorder = recorder
    this.#fake = fake
    this.#say = onProgress ?? (() => {})
  }

  async perform(job: Job): Promise<void> {
    const { migration, direction } = job.planned
    const { app, name } = migration
    const forwards = direction === 'forwards'
    const start = performance.now()
    this.#say({ kind: forwards ? 'apply-start' : 'undo-start', app, name })
    const position: Position = { at: undefined, transaction: true, kept: job.journal.length }
    const faked = typeof this.#fake === 'function' ? await this.#fake(job.planned) : this.#fake === true
    try {
      if (faked) await this.#db.transaction(() => this.#recorder.record(job.planned, { faked }))
      else await this.#execute(job, position)
    } catch (cause) {
      const done = this.done.map((each) => migrationKey(each.app, each.name))
      throw new MigrationFailedError({
        ...position,
        planned: job.planned,
        steps: numbered(job.work).length,
        done,
        cause,
      })
    }
    const ms = performance.now() - start
    this.done.push({ app, name, direction, faked, ms })
    this.#say({ kind: forwards ? 'apply-done' : 'undo-done', app, name, faked, ms })
  }

  async #execute({ planned, work, journal }: Job, position: Position): Promise<void> {
    const { app, name, atomic } = planned.migration
    const finished = new Set(journal.map(({ step }) => step))
    const all = batches(work, { atomic, finished })
    if (finished.size > 0) {
      this.#say({ kind: 'resume', app, name, finished: finished.size, steps: numbered(work).length })
    }
    if (all.length > 1) await this.#recorder.ensureJournal()
    for (const batch of all.slice(0, -1)) {
      await this.#runBatch(batch, planned, position, () => this.#note(batch, planned))
      position.kept += batch.steps.filter(({ number }) => number !== undefined).length
    }
    const last = all.at(-1) ?? { transaction: true, steps: [] }
    await this.#runBatch(last, planned, position, () => this.#recorder.record(planned, { faked: false }))
  }

  /** The steps, and `after` in the same transaction if there can be one. */
  async #runBatch(
    { transaction, steps }: Batch,
    planned: PlannedMigration,
    position: Position,
    after: () => Promise<void>,
  ): Promise<void> {
    position.transaction = transaction
    const work = async (): Promise<void> => {
      for (const one of steps) {
        position.at = one
        await this.#runStep(one, planned)
      }
      position.at = undefined
    }
    if (transaction) {
      await this.#db.transaction(async () => {
        await work()
        await after()
      })
    } else {
      await work()
      await this.#db.transaction(after)
    }
  }

  async #runStep({ step, place, number }: BatchStep, { migration }: PlannedMigration): Promise<void> {
    const { app, name } = migration
    const description = migration.operations[place - 1]?.describe() ?? ''
    const start = performance.now()
    if (number !== undefined) this.#say({ kind: 'step', app, name, operation: place, description, step })
    if (step.kind === 'code') await step.run(this.#db)
    // As a script, since SQL of the user's own may be several statements.
    else if (step.params.length === 0) await this.#db.script(step.sql)
    else await this.#db.run(statement(step.sql, step.params))
    if (number !== undefined) {
      this.#say({ kind: 'step-done', app, name, operation: place, ms: performance.now() - start })
    }
  }

  async #note({ steps }: Batch, { migration, direction }: PlannedMigration): Promise<void> {
    const { app, name } = migration
    for (const { step, number } of steps) {
      if (number === undefined) continue
      await this.#recorder.note({ app, name, direction, step: number, digest: stepDigest(step) })
    }
  }
}
