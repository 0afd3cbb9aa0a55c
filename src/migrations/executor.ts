import type { Variables } from '../base/variables'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Database } from '../sql/database'
import { BatchRunner, type BatchRunnerOptions, type Gently } from './batch-runner'
import type { RowsOfBatch } from './batched/walk'
import type { Batch, BatchStep } from './batches'
import { batches, numbered } from './batches'
import type { Begun } from './begun-step'
import { isUncertain, settled } from './begun-step'
import { isIndexStep } from './index-step'
import type { Job } from './jobs'
import { fakeJobs, jobsOf, refuseChanged, refuseOldServer, refuseUnfinished, withFinished } from './jobs'
import { migrationKey } from './migration'
import type { Patience } from './patience'
import type { Plan, PlannedMigration } from './plan'
import { refuseIrreversible } from './plan'
import { warnOfLocks } from './preflight/locks'
import { preflight } from './preflight/preflight'
import type { DoneMigration, Progress } from './progress'
import { Recorder } from './recorder'
import { choicesPlace, stepDigest } from './records'
import { brief, refuseBusy, rehearse, rehearsed } from './rehearsal'
import { MigrationFailedError } from './run-errors'
import { refuseParts, settle } from './single-transaction'
import { stoppable } from './stop'
import { isOfRows, takeBack } from './take-back'
import { Tracer } from './tracer'
import { Watcher, type WatchOptions } from './watcher'
import { refuseUnwritable } from './writable'

export interface MigrateOptions {
  readonly db: Database
  readonly plan: Plan
  readonly schema: SchemaEditor
  /** Alias of the database, for messages. */
  readonly database?: string | undefined
  /** Records without running anything: all of the plan, or what the function says is there already. */
  readonly fake?: boolean | ((planned: PlannedMigration) => Promise<boolean>) | undefined
  /** Whether rows that would make a step fail are looked for before anything is run. */
  readonly preflight?: boolean | undefined
  /** What a person has found of a step that an earlier run was cut off in. */
  readonly begun?: Begun | undefined
  /** With those who use the tables: how long a change waits for them, and they for it. */
  readonly patience?: Patience | undefined
  readonly gently?: Gently | undefined
  /** A second session, to see what the first one waits for. */
  readonly watch?: WatchOptions | undefined
  /** Whether to read what each step really locks. */
  readonly trace?: boolean | undefined
  /** All of the plan stands or falls together. */
  readonly singleTransaction?: boolean | undefined
  /** Runs the plan in a transaction that is taken back. */
  readonly dryRun?: boolean | undefined
  /** For the code of the migrations. */
  readonly vars?: Variables | undefined
  /** Stops the run: what is at work is ended, and nothing more is begun. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Runs a plan: each migration in one transaction with its record, or with a journal where no transaction can hold it. */
export async function migrate(options: MigrateOptions): Promise<readonly DoneMigration[]> {
  const { db, plan, schema, fake, singleTransaction = false, dryRun = false } = options
  const say = options.onProgress ?? (() => {})
  if (db.inTransaction) throw new Error('migrate opens its own transactions')
  if (plan.migrations.length === 0) return []
  if (fake !== true) refuseIrreversible(plan)
  await refuseUnwritable(db)
  const recorder = new Recorder(db)
  const journal = await recorder.journal()
  if (fake !== true) refuseUnfinished(plan, journal, options.database)
  const planned = fake === true ? fakeJobs(plan) : jobsOf(plan, schema, journal)
  const found = planned.map((job) => settled(job, options.begun, options.database))
  const jobs = planned.map((job, i) => withFinished(job, found[i] ?? []))
  if (fake !== true) {
    for (const job of jobs) {
      refuseChanged(job)
      refuseOldServer(job, db.serverVersion)
    }
    if (singleTransaction) refuseParts(jobs)
  }
  if (fake !== true && options.preflight === true) {
    await preflight(stoppable(db, options.signal), jobs, say)
    await warnOfLocks(db, jobs, { together: singleTransaction || dryRun }, say)
  }
  if (dryRun) await refuseBusy(db, jobs)
  if (!dryRun) await recorder.ensureTable()
  for (const entry of dryRun ? [] : found.flat()) await recorder.note(entry)
  const seers = {
    watcher:
      options.watch && new Watcher({ ...options.watch, ...(options.trace === true && { everyMs: tracedEveryMs }) }),
    tracer: options.trace === true ? await Tracer.start(db) : undefined,
  }
  const run = new Run(dryRun ? { ...options, patience: brief } : options, recorder, seers)
  const all = async (): Promise<void> => {
    if (dryRun) await recorder.ensureTable()
    for (const job of jobs) await run.perform(dryRun ? rehearsed(job, say) : job)
  }
  const cancel = (): void => void seers.watcher?.cancel()
  options.signal?.addEventListener('abort', cancel)
  try {
    if (dryRun) await rehearse(db, all)
    else await (singleTransaction ? db.transaction(all) : all())
  } finally {
    options.signal?.removeEventListener('abort', cancel)
    await seers.watcher?.close()
  }
  return run.done
}

/** Locks outside a transaction are seen while they are held, or not at all. */
const tracedEveryMs = 50

/** Where a migration stands, for the error if it fails. */
interface Position {
  at: BatchStep | undefined
  /** Which rows it is at, if it goes through a table. */
  rows: RowsOfBatch | undefined
  transaction: boolean
  kept: number
  finished: ReadonlySet<number>
}

class Run {
  readonly done: DoneMigration[] = []
  readonly #db: Database
  readonly #database: string | undefined
  readonly #recorder: Recorder
  readonly #batches: BatchRunner
  readonly #fake: MigrateOptions['fake']
  readonly #say: (progress: Progress) => void

  constructor(
    { db, database, fake, patience, gently, vars, signal, onProgress }: MigrateOptions,
    recorder: Recorder,
    seers: Pick<BatchRunnerOptions, 'watcher' | 'tracer'>,
  ) {
    this.#db = db
    this.#database = database
    this.#recorder = recorder
    this.#fake = fake
    this.#say = onProgress ?? (() => {})
    this.#batches = new BatchRunner(stoppable(db, signal), this.#say, { patience, gently, vars, signal, ...seers })
  }

  async perform(job: Job): Promise<void> {
    const { migration, direction, isLost } = job.planned
    const { app, name } = migration
    const forwards = direction === 'forwards'
    const start = performance.now()
    this.#say(forwards ? { kind: 'apply-start', app, name } : { kind: 'undo-start', app, name, isLost })
    const finished = new Set(job.journal.filter((entry) => entry.finished).map(({ step }) => step))
    const position: Position = { at: undefined, rows: undefined, transaction: true, kept: finished.size, finished }
    // Of the whole plan, which takes back all of it.
    const together = this.#db.inTransaction
    const faked = typeof this.#fake === 'function' ? await this.#fake(job.planned) : this.#fake === true
    try {
      if (faked) await this.#db.transaction(() => this.#recorder.record(job.planned, { faked }))
      else await this.#execute(job, position)
      if (together) await settle(this.#db, job)
    } catch (cause) {
      if (!together) {
        await this.#settle(job, position)
        await this.#takeBack(job, position, cause)
      }
      const done = together ? [] : this.done.map((each) => migrationKey(each.app, each.name))
      throw new MigrationFailedError({
        ...position,
        planned: job.planned,
        steps: numbered(job.work).length,
        done,
        together,
        database: this.#database,
        cause,
      })
    }
    const ms = performance.now() - start
    this.done.push({ app, name, direction, faked, ms, ...(isLost && { isLost }) })
    this.#say({ kind: forwards ? 'apply-done' : 'undo-done', app, name, faked, ms })
  }

  async #execute(job: Job, position: Position): Promise<void> {
    const { planned, work, journal, choices } = job
    const { app, name, atomic } = planned.migration
    const finished = new Set(journal.filter((entry) => entry.finished).map(({ step }) => step))
    const started = new Set(journal.filter((entry) => !entry.finished).map(({ step }) => step))
    const all = batches(work, { atomic, finished })
    if (journal.length > 0) {
      this.#say({ kind: 'resume', app, name, finished: finished.size, steps: numbered(work).length })
    }
    const hasJournal = all.length > 1 || all[0]?.transaction === false
    if (hasJournal) await this.#recorder.ensureJournal()
    if (hasJournal && journal.length === 0 && choices !== undefined) await this.#keep(planned, choices)
    for (const [i, batch] of all.entries()) {
      const isLast = i === all.length - 1
      await this.#batches.run(batch, {
        planned,
        started,
        after: () => (isLast ? this.#recorder.record(planned, { faked: false }) : this.#note(batch, planned)),
        onStep: (one) => Object.assign(position, { at: one, rows: undefined, transaction: batch.transaction }),
        onRows: (rows) => Object.assign(position, { rows }),
        onStart: (one) => this.#start(one, planned),
      })
      if (isLast) return
      for (const { number } of batch.steps) if (number !== undefined) finished.add(number)
      position.finished = finished
      position.kept = finished.size
    }
    await this.#db.transaction(() => this.#recorder.record(planned, { faked: false }))
  }

  /** It was not cut off but failed, which is said. A session that is gone cannot note that either. */
  async #settle({ planned: { migration } }: Job, { at, transaction }: Position): Promise<void> {
    if (at?.number === undefined || transaction || !isUncertain(at.step)) return
    await this.#recorder.unnote([migration.app, migration.name], [at.number]).catch(() => {})
  }

  /** What an operation has done is undone if the rows do not allow the rest of it. */
  async #takeBack({ planned, work }: Job, position: Position, cause: unknown): Promise<void> {
    const { at, finished } = position
    if (at === undefined || !isOfRows(cause)) return
    // What went wrong first says more than what goes wrong now.
    const { app, name } = planned.migration
    const isGone = !at.step.transactional && at.step.undo !== undefined
    const undone = await takeBack(this.#db, numbered(work), at, finished).catch(() => [])
    if (isGone && at.number !== undefined) await this.#recorder.unnote([app, name], [at.number]).catch(() => {})
    if (undone.length > 0) {
      await this.#recorder.unnote([app, name], undone)
      this.#say({ kind: 'taken-back', app, name, steps: undone.length })
    }
    position.kept -= undone.length
    if (isGone) position.transaction = true
  }

  async #keep({ migration: { app, name }, direction }: PlannedMigration, choices: string): Promise<void> {
    await this.#recorder.note({ app, name, direction, step: choicesPlace, digest: choices, finished: true })
  }

  /** Before what no transaction takes back: so that it is known for ours when it is found. */
  async #start({ step, number }: BatchStep, { migration: { app, name }, direction }: PlannedMigration): Promise<void> {
    if (number === undefined || !(isIndexStep(step) || isUncertain(step))) return
    await this.#recorder.note({ app, name, direction, step: number, digest: stepDigest(step), finished: false })
  }

  async #note({ steps }: Batch, { migration, direction }: PlannedMigration): Promise<void> {
    const { app, name } = migration
    for (const { step, number } of steps) {
      if (number === undefined) continue
      await this.#recorder.note({ app, name, direction, step: number, digest: stepDigest(step), finished: true })
    }
  }
}
