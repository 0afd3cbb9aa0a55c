import { type SmallTable, smallTable } from '../backends/postgres/online/live-tables'
import { tableFacts } from '../backends/postgres/table-facts'
import { StrataError } from '../base/errors'
import { plural } from '../base/text'
import type { Step } from '../schema/step'
import { codeStep } from '../schema/step'
import type { Database } from '../sql/database'
import { walk } from './batched/walk'
import type { Job } from './jobs'
import type { Patience } from './patience'
import { strongLocks } from './patience'
import type { Progress } from './progress'

/** A rehearsal is not worth that others wait for it. */
export const brief: Patience = { lockTimeouts: [100, 250, 500], oldMs: 1000, budgetMs: 5000 }

/** Runs the work in a transaction and takes it back. */
export async function rehearse(db: Database, work: () => Promise<void>): Promise<void> {
  await db
    .transaction(async () => {
      await work()
      throw new TakenBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error
    })
}

class TakenBack extends Error {}

/** The job as far as a transaction holds it: what none can hold is done in another form, or left out and told. */
export function rehearsed(job: Job, say: (progress: Progress) => void): Job {
  const { app, name } = job.planned.migration
  const work = job.work.map((one) => ({
    ...one,
    steps: one.steps.flatMap((step) => {
      const other = inTransaction(step)
      if (other === undefined) say({ kind: 'left-out', app, name, description: one.operation.describe(), step })
      return other ?? []
    }),
  }))
  return { ...job, work, journal: [] }
}

function inTransaction(step: Step): Step | undefined {
  if (step.transactional) return step
  switch (step.kind) {
    case 'sql':
      if (step.index === undefined) return undefined
      return { ...step, sql: step.sql.replace(' CONCURRENTLY', ''), transactional: true, index: undefined }
    case 'data':
      return codeStep(step.label, (db, vars) => {
        return walk(db, step, { batchMs: 1000, firstRows: 1000, size: step.size }, ({ range }) =>
          step.run(db, range, vars),
        )
      })
    case 'fill':
    case 'code':
      return { ...step, transactional: true }
  }
}

/** Locks would be held until the end of all: on a table that takes long, others would wait as long. */
export async function refuseBusy(db: Database, jobs: readonly Job[], small: SmallTable = smallTable): Promise<void> {
  // A PGlite folder has one process at a time.
  if (db.label.startsWith('pglite:')) return
  const steps = jobs.flatMap(({ work }) => work.flatMap((one) => one.steps))
  const worked = new Set(steps.flatMap(({ scans, rewrites, builds }) => [...scans, ...rewrites, ...builds]))
  const locked = new Set(steps.flatMap(strongLocks).map(({ table }) => table))
  const facts = await tableFacts(
    db,
    [...worked].filter((table) => locked.has(table)),
    small,
  )
  const large = [...facts].filter(([, { rows, bytes }]) => rows > small.rows || bytes > small.bytes)
  if (large.length > 0) throw new BusyRehearsalError(large.map(([table]) => table))
}

/** A dry run would have others wait for as long as it takes. */
export class BusyRehearsalError extends StrataError {
  constructor(tables: readonly string[]) {
    super({
      code: 'migrate.dry-run-busy',
      message: `A dry run would keep ${plural(tables.length, 'large table')} locked until it is taken back: ${tables.join(', ')}`,
      hint: 'Nothing was run. Add --on-copy, which tries it on an empty database beside this one; --plan shows the steps and runs none.',
      facts: { tables },
    })
  }
}
