import { companionsOf } from '../backends/postgres/companions'
import { type Blocker, snapshotHolders } from '../backends/postgres/lock-queue'
import type { Variables } from '../base/variables'
import type { Lock, Step } from '../schema/step'
import type { Database } from '../sql/database'
import { statement } from '../sql/statement'
import { type RunBatchesOptions, runDataStep, runFillStep } from './batched/run-batches'
import type { RowsOfBatch } from './batched/walk'
import type { Batch, BatchStep } from './batches'
import { isIndexStep, runIndexStep } from './index-step'
import type { Patience } from './patience'
import { patiently, strongLocks, patience as usual } from './patience'
import type { PlannedMigration } from './plan'
import type { Progress } from './progress'
import { added, strongest, type Traced, type Tracer } from './tracer'
import type { Sight, Watcher } from './watcher'

export interface BatchWork {
  readonly planned: PlannedMigration
  /** In the same transaction if there can be one. */
  readonly after: () => Promise<void>
  readonly onStep: (one: BatchStep | undefined) => void
  /** Steps by number that an earlier run has begun outside any transaction. */
  readonly started: ReadonlySet<number>
  readonly onStart: (one: BatchStep) => Promise<void>
  /** Before each batch of a step that goes through a table. */
  readonly onRows: (rows: RowsOfBatch) => void
}

/** How steps go about that change rows a few at a time. */
export type Gently = Omit<RunBatchesOptions, 'say' | 'vars' | 'onRows' | 'budgetMs'>

export interface BatchRunnerOptions {
  readonly patience?: Patience | undefined
  readonly gently?: Gently | undefined
  /** Sees for whom a step waits, whatever it waits for. */
  readonly watcher?: Watcher | undefined
  /** Reads what the steps really lock. */
  readonly tracer?: Tracer | undefined
  /** For the code of the steps. */
  readonly vars?: Variables | undefined
  readonly signal?: AbortSignal | undefined
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
  readonly #gently: Gently
  readonly #vars: Variables
  readonly #signal: AbortSignal | undefined
  readonly #watcher: Watcher | undefined
  readonly #tracer: Tracer | undefined
  /** Tables that this run has made: nobody else knows them. */
  readonly #created = new Set<string>()

  constructor(db: Database, say: (progress: Progress) => void, options: BatchRunnerOptions = {}) {
    const { patience = usual, gently = {}, vars = {}, signal, watcher, tracer } = options
    this.#db = db
    this.#say = say
    this.#patience = patience
    this.#gently = gently
    this.#vars = vars
    this.#signal = signal
    this.#watcher = watcher
    this.#tracer = tracer
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
          await this.#step(one, work, () => this.#execute(one, work))
        }
        work.onStep(undefined)
        await work.after()
      })
    // Code may have done more than what a transaction takes back.
    if (locks.length === 0 || steps.some(({ step }) => step.kind !== 'sql')) return once(undefined)
    const { app, name } = work.planned.migration
    work.onStep(steps[0])
    await patiently(
      this.#db,
      locks,
      {
        patience: this.#patience,
        signal: this.#signal,
        onWait: (waiting) => {
          work.onStep(steps[0])
          this.#say({ kind: 'blocked', app, name, ...waiting })
        },
      },
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
    // Whatever keeps it, also what no other limit counts.
    else if (this.#db.serverVersion >= 170_000) {
      await this.#db.script(`SET LOCAL transaction_timeout = ${allowed + idleMs}`)
    }
  }

  async #outside(one: BatchStep, work: BatchWork): Promise<void> {
    const { step, number } = one
    work.onStep(one)
    await work.onStart(one)
    if (!isIndexStep(step)) return this.#step(one, work, () => this.#execute(one, work))
    const { app, name } = work.planned.migration
    this.#blocked(one, work, await snapshotHolders(this.#db, this.#patience.oldMs))
    await this.#step(one, work, () =>
      runIndexStep(this.#db, step, {
        wasStarted: number !== undefined && work.started.has(number),
        onFinding: (finding, index) => this.#say({ kind: 'index', app, name, finding, index }),
      }),
    )
  }

  #blocked({ step }: BatchStep, { planned: { migration } }: BatchWork, blockers: readonly Blocker[]): void {
    if (blockers.length === 0) return
    const { app, name } = migration
    const tables = (step.locks ?? []).map(({ table }) => table)
    const index = isIndexStep(step) ? { index: step.index.name } : {}
    this.#say({ kind: 'blocked', app, name, tables, attempt: 1, blockers, ...index })
  }

  async #execute({ step, number = 0 }: BatchStep, work: BatchWork): Promise<void> {
    const { planned } = work
    if (step.kind === 'code') await step.run(this.#db, this.#vars)
    else if (step.kind === 'fill') await runFillStep(this.#db, step, this.#batchOptions(work))
    else if (step.kind === 'data') {
      const { app, name } = planned.migration
      const of = { app, name, direction: planned.direction, step: number }
      await runDataStep(this.#db, step, of, this.#batchOptions(work))
    }
    // As a script, since SQL of the user's own may be several statements.
    else if (step.params.length === 0) await this.#db.script(step.sql)
    else await this.#db.run(statement(step.sql, step.params))
  }

  #batchOptions({ planned, onRows }: BatchWork): RunBatchesOptions {
    const { app, name } = planned.migration
    const say: RunBatchesOptions['say'] = (progress) => this.#say({ ...progress, app, name })
    return { ...this.#gently, vars: this.#vars, budgetMs: this.#patience.budgetMs, onRows, say }
  }

  async #step(one: BatchStep, work: BatchWork, run: () => Promise<void>): Promise<void> {
    const { step, place, number } = one
    const { app, name, operations } = work.planned.migration
    const description = operations[place - 1]?.describe() ?? ''
    const companions = step.drops && (await companionsOf(this.#db, step.drops.table, step.drops.column))
    const start = performance.now()
    if (number !== undefined) this.#say({ kind: 'step', app, name, operation: place, description, step })
    const tracer = number === undefined ? undefined : this.#tracer
    const before = tracer && this.#db.inTransaction ? await tracer.taken() : []
    let traced: Traced = { locks: [], othersWaitedMs: 0 }
    const onSight = async ({ blockers, waiters, from }: Sight): Promise<void> => {
      this.#blocked(one, work, blockers)
      if (tracer === undefined) return
      traced = {
        locks: this.#db.inTransaction ? [] : strongest(traced.locks, await tracer.taken(from)),
        othersWaitedMs: Math.max(traced.othersWaitedMs, waiters.longestMs),
      }
    }
    await (this.#watcher?.during(this.#db, run, onSight) ?? run())
    if (number === undefined) return
    const ms = performance.now() - start
    if (tracer && this.#db.inTransaction) traced = { ...traced, locks: added(before, await tracer.taken()) }
    this.#say({ kind: 'step-done', app, name, operation: place, ms, ...(tracer && { traced }) })
    const what = companions?.goAlong ?? []
    if (step.drops !== undefined && what.length > 0) this.#say({ kind: 'went-along', app, name, ...step.drops, what })
  }
}
