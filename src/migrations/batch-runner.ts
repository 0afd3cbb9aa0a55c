import { snapshotHolders } from '../backends/postgres/lock-queue'
import type { Lock, Step } from '../schema/step'
import type { Database } from '../sql/database'
import { statement } from '../sql/statement'
import type { Batch, BatchStep } from './batches'
import { runFill } from './fill'
import { isIndexStep, runIndexStep } from './index-step'
import type { Patience } from './patience'
import { patiently, strongLocks, patience as usual } from './patience'
import type { PlannedMigration } from './plan'
import type { Progress } from './progress'

export interface BatchWork {
  readonly planned: PlannedMigration
  /** In the same transaction if there can be one. */
  readonly after: () => Promise<void>
  readonly onStep: (one: BatchStep | undefined) => void
  /** Steps by number that an earlier run has begun outside any transaction. */
  readonly started: ReadonlySet<number>
  readonly onStart: (one: BatchStep) => Promise<void>
}

/** Milliseconds that a statement may take which only changes names: more, and something is wrong. */
const briefMs = 5000
/** A process that stands still must not hold its locks. */
const idleMs = 60_000

/** Runs the steps of one batch: patient with those who are there, brief for those who come after. */
export class BatchRunner {
  readonly #db: Database
  readonly #say: (progress: Progress) => void
  readonly #patience: Patience
  /** Tables that this run has made: nobody else knows them. */
  readonly #created = new Set<string>()

  constructor(db: Database, say: (progress: Progress) => void, patience: Patience = usual) {
    this.#db = db
    this.#say = say
    this.#patience = patience
  }

  async run(batch: Batch, work: BatchWork): Promise<void> {
    if (!batch.transaction) {
      for (const one of batch.steps) await this.#outside(one, work)
      work.onStep(undefined)
      await this.#db.transaction(work.after)
    } else await this.#inside(batch, work)
    for (const { step } of batch.steps) if (step.creates !== undefined) this.#created.add(step.creates)
  }

  async #inside({ steps }: Batch, work: BatchWork): Promise<void> {
    const locks = this.#foreignLocks(steps.map(({ step }) => step))
    const once = (lockTimeoutMs: number | undefined): Promise<void> =>
      this.#db.transaction(async () => {
        for (const one of steps) {
          work.onStep(one)
          await this.#limit(one.step, locks, lockTimeoutMs)
          await this.#step(one, work, () => this.#execute(one.step))
        }
        work.onStep(undefined)
        await work.after()
      })
    // Code may have done more than what a transaction takes back.
    if (locks.length === 0 || steps.some(({ step }) => step.kind !== 'sql')) return once(undefined)
    const { app, name } = work.planned.migration
    await patiently(
      this.#db,
      locks,
      { patience: this.#patience, onWait: (waiting) => this.#say({ kind: 'blocked', app, name, ...waiting }) },
      once,
    )
  }

  /** The strongest lock on each table that others know. */
  #foreignLocks(steps: readonly Step[]): readonly Lock[] {
    const made = new Set([...this.#created, ...steps.flatMap(({ creates }) => creates ?? [])])
    const locks = steps.flatMap(strongLocks).filter(({ table }) => !made.has(table))
    return [...new Map(locks.map((lock) => [lock.table, lock])).values()]
  }

  /** For this transaction alone: nothing of it stays in the session. */
  async #limit(step: Step, foreign: readonly Lock[], lockTimeoutMs: number | undefined): Promise<void> {
    if (lockTimeoutMs !== undefined && foreign.length > 0) {
      const isPatient = step.kind === 'sql' && step.locks !== undefined
      await this.#db.script(`SET LOCAL lock_timeout ${isPatient ? `= ${lockTimeoutMs}` : 'TO DEFAULT'}`)
    }
    if (!step.alone) return
    const isBrief = strongLocks(step).length > 0
    const allowed = isBrief ? briefMs + (step.locks?.length ?? 1) * (lockTimeoutMs ?? 0) : 0
    await this.#db.script(
      `SET LOCAL statement_timeout = ${allowed}; SET LOCAL idle_in_transaction_session_timeout = ${idleMs}`,
    )
    if (!isBrief) await this.#db.script('SET LOCAL lock_timeout = 0')
  }

  async #outside(one: BatchStep, work: BatchWork): Promise<void> {
    const { step, number } = one
    work.onStep(one)
    await work.onStart(one)
    if (!isIndexStep(step)) return this.#step(one, work, () => this.#execute(step))
    const { app, name } = work.planned.migration
    const old = await snapshotHolders(this.#db, this.#patience.oldMs)
    if (old.length > 0) {
      const tables = (step.locks ?? []).map(({ table }) => table)
      this.#say({ kind: 'blocked', app, name, tables, attempt: 1, blockers: old })
    }
    await this.#step(one, work, () =>
      runIndexStep(this.#db, step, {
        wasStarted: number !== undefined && work.started.has(number),
        onFinding: (finding, index) => this.#say({ kind: 'index', app, name, finding, index }),
      }),
    )
  }

  async #execute(step: Step): Promise<void> {
    if (step.kind === 'code') await step.run(this.#db)
    else if (step.kind === 'fill') await runFill(this.#db, step)
    // As a script, since SQL of the user's own may be several statements.
    else if (step.params.length === 0) await this.#db.script(step.sql)
    else await this.#db.run(statement(step.sql, step.params))
  }

  async #step({ step, place, number }: BatchStep, { planned }: BatchWork, run: () => Promise<void>): Promise<void> {
    const { app, name, operations } = planned.migration
    const description = operations[place - 1]?.describe() ?? ''
    const start = performance.now()
    if (number !== undefined) this.#say({ kind: 'step', app, name, operation: place, description, step })
    await run()
    if (number !== undefined) {
      this.#say({ kind: 'step-done', app, name, operation: place, ms: performance.now() - start })
    }
  }
}
