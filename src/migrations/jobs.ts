import type { SchemaEditor } from '../schema/schema-editor'
import { numbered } from './batches'
import type { Plan, PlannedMigration } from './plan'
import type { JournalEntry } from './records'
import { choicesPlace, stepDigest } from './records'
import { JournalChangedError, OldServerError, UnfinishedMigrationError } from './run-errors'
import type { OperationSteps } from './steps'
import { steps } from './steps'

/** A migration with all its steps: none is missing when the first of a plan begins. */
export interface Job {
  readonly planned: PlannedMigration
  readonly work: readonly OperationSteps[]
  /** What an earlier run has left. */
  readonly journal: readonly JournalEntry[]
  /** What the steps depend on besides the states. */
  readonly choices: string | undefined
}

/** All jobs of a plan, for whoever begins with none before the last is known. */
export function jobsOf(plan: Plan, schema: SchemaEditor, journal: readonly JournalEntry[]): readonly Job[] {
  return [...eachJob(plan, schema, journal)]
}

/** Each migration is planned with what is known of the tables by then. */
export function* eachJob(plan: Plan, schema: SchemaEditor, journal: readonly JournalEntry[]): Iterable<Job> {
  let next = schema
  for (const planned of plan.migrations) {
    const { app, name } = planned.migration
    const own = journal.filter(
      (entry) => entry.app === app && entry.name === name && entry.direction === planned.direction,
    )
    const begun = own.filter(({ step }) => step !== choicesPlace)
    const kept = begun.length === 0 ? undefined : own.find(({ step }) => step === choicesPlace)?.digest
    // A table that has grown meanwhile would change the steps of a migration that is half done.
    const used = kept === undefined ? next : (next.withChoices?.(kept) ?? next)
    const work = steps(planned, used)
    next = next.after?.(work.flatMap((one) => one.steps)) ?? next
    yield { planned, work, journal: begun, choices: used.choices }
  }
}

export function fakeJobs(plan: Plan): readonly Job[] {
  return plan.migrations.map((planned) => ({ planned, work: [], journal: [], choices: undefined }))
}

/** The job with these steps as finished. */
export function withFinished(job: Job, entries: readonly JournalEntry[]): Job {
  if (entries.length === 0) return job
  const steps = new Set(entries.map(({ step }) => step))
  return { ...job, journal: [...job.journal.filter(({ step }) => !steps.has(step)), ...entries] }
}

/** Half a migration is neither applied nor undone: a plan that takes it for one of them would build on sand. */
export function refuseUnfinished(
  { direction }: Plan,
  journal: readonly JournalEntry[],
  database: string | undefined,
): void {
  const other = journal.find((entry) => entry.step !== choicesPlace && entry.direction !== direction)
  if (other !== undefined) throw new UnfinishedMigrationError(other.app, other.name, other.direction, database)
}

/** Better now than when PostgreSQL does not understand a statement in the middle of the plan. */
export function refuseOldServer({ planned, work }: Job, server: number): void {
  for (const { place, steps: all } of work) {
    for (const { needs } of all) {
      if (needs === undefined || server >= needs.version * 10_000) continue
      throw new OldServerError(planned, place, needs, server)
    }
  }
}

export function refuseChanged({ planned, work, journal }: Job): void {
  const all = numbered(work)
  for (const { step, digest } of journal) {
    const now = all[step - 1]
    if (now === undefined || stepDigest(now.step) !== digest) throw new JournalChangedError(planned, step)
  }
}
