import { DatabaseError } from '../backends/postgres/database-error'
import type { Blocker } from '../backends/postgres/lock-queue'
import { blockersOf } from '../backends/postgres/lock-queue'
import { StrataError } from '../base/errors'
import type { Effects, Lock } from '../schema/step'
import { lockModes } from '../schema/step'
import type { Connection } from '../sql/connection'
import { pause } from './stop'

/** How long a change waits for others, and how long it lets others wait behind it. */
export interface Patience {
  /** Of one attempt after the other, in ms; the last is used again. Each is what others can be held up for. */
  readonly lockTimeouts: readonly number[]
  /** A transaction that is older than this is waited for without a place in the queue. */
  readonly oldMs: number
  readonly budgetMs: number
}

/** Longer than deadlock_timeout in the end, since only that makes an autovacuum give way. */
export const patience: Patience = {
  lockTimeouts: [100, 250, 500, 1000, 1500, 3000, 5000],
  oldMs: 1000,
  budgetMs: 10 * 60 * 1000,
}

/** What a run waits for. */
export interface Waiting {
  readonly tables: readonly string[]
  readonly attempt: number
  /** Who is in the way, as far as it can be seen. */
  readonly blockers: readonly Blocker[]
  /** An index that can be used once every transaction has ended that began before, whatever that has to do with it. */
  readonly index?: string | undefined
}

/** Others held the tables for all the time that we were willing to wait. */
export class LockWaitError extends StrataError {
  constructor(tables: readonly string[], budgetMs: number, blockers: readonly Blocker[], cause?: unknown) {
    const [first] = blockers
    const who = first === undefined ? 'others' : `${nameOf(first)} (${described(first)})`
    super({
      code: 'migrate.lock-wait',
      message: `${tables.join(', ')} could not be locked in ${budgetMs / 1000} s: ${who} ${first ? 'is' : 'are'} in the way`,
      hint: `Nothing is lost: ${first?.kind === 'prepared' ? 'somebody has to say COMMIT PREPARED or ROLLBACK PREPARED; then run migrate again' : 'run migrate again when they are done'}. What is finished stays finished.`,
      facts: { tables, budgetMs, blockers },
      cause,
    })
  }
}

export function nameOf({ kind, pid }: Pick<Blocker, 'kind' | 'pid'>): string {
  return kind === 'prepared' ? 'a prepared transaction' : `process ${pid}`
}

export function described({ user, applicationName, state, ageMs, query }: Blocker): string {
  const age = `for ${Math.round(ageMs / 100) / 10} s`
  return [applicationName, user, state, age, query].filter(Boolean).join(', ')
}

export interface PatientOptions {
  readonly patience?: Patience | undefined
  readonly onWait?: ((waiting: Waiting) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Does the work again until it gets its locks. `work` is given the lock_timeout that it has to set: everybody who comes
 * after it waits as long as it does, so it begins short. It must leave nothing behind where it fails.
 */
export async function patiently<T>(
  db: Connection,
  locks: readonly Lock[],
  { patience: { lockTimeouts, oldMs, budgetMs } = patience, onWait, signal }: PatientOptions,
  work: (lockTimeoutMs: number) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + budgetMs
  const tables = locks.map(({ table }) => table)
  for (let attempt = 1; ; attempt++) {
    const blockers = await blockersOf(db, locks)
    const old = blockers.filter(({ kind, ageMs }) => kind !== 'autovacuum' && ageMs > oldMs)
    if (old.length > 0) {
      if (Date.now() > deadline) throw new LockWaitError(tables, budgetMs, old)
      onWait?.({ tables, attempt, blockers: old })
      await pause(jittered(Math.min(oldMs, 250)), signal)
      continue
    }
    const planned = lockTimeouts[Math.min(attempt, lockTimeouts.length) - 1] ?? 1000
    const hasVacuum = blockers.some(({ kind }) => kind === 'autovacuum')
    try {
      return await work(Math.round(hasVacuum ? Math.max(planned, EVICTS_VACUUM) : jittered(planned)))
    } catch (error) {
      if (!isWorthAnother(error)) throw error
      const now = await blockersOf(db, locks)
      if (Date.now() > deadline) throw new LockWaitError(tables, budgetMs, now, error)
      onWait?.({ tables, attempt, blockers: now })
      await pause(jittered(planned), signal)
    }
  }
}

/** The default of deadlock_timeout is 1 s; an autovacuum is cancelled when a lock has waited that long for it. */
const EVICTS_VACUUM = 1500

/** Two runs that were thrown back together do not meet again. */
function jittered(ms: number): number {
  return ms * (0.75 + Math.random() * 0.5)
}

/** A lock that was not to be had, a deadlock: the transaction is rolled back, and nothing is wrong with it. */
export function isWorthAnother(error: unknown): boolean {
  return error instanceof DatabaseError && error.retryable && !LINE_IS_GONE.test(error.sqlstate)
}

const LINE_IS_GONE = /^(08|57P)/

/** The locks that somebody who reads or writes rows would wait behind. */
export function strongLocks({ locks = [] }: Effects): readonly Lock[] {
  return locks.filter(({ mode }) => lockModes.indexOf(mode) > lockModes.indexOf('SHARE UPDATE EXCLUSIVE'))
}
