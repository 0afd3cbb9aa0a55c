import { isCancelled, statementTimeout } from '../../backends/postgres/cancelled'
import { DatabaseError } from '../../backends/postgres/database-error'
import type { KeyRange } from '../../schema/key-range'
import type { Connection } from '../../sql/connection'
import { patience } from '../patience'
import { CancelledError } from '../stop'
import { type Key, KeyWalk, type Walked } from './key-walk'

/** How far a walk has come: what is needed to go on. */
export interface Cursor {
  readonly after: Key
  readonly end: Key
  /** Rows looked at, those of earlier runs included. */
  readonly rows: number
}

/** The rows of one batch: those behind `after` up to `upTo`, along the key. */
export interface RowsOfBatch extends Walked {
  readonly after: Key | undefined
  readonly upTo: Key
}

export interface WalkOptions {
  /** How long a batch should take: as long as others may wait for a row. */
  readonly batchMs: number
  readonly firstRows: number
  /** Rows a batch, whatever they take. */
  readonly size?: number | undefined
  /** Where an earlier run was ended. */
  readonly from?: Cursor | undefined
  readonly beforeBatch?: (() => Promise<void>) | undefined
  /** How long to wait for a row that somebody keeps locked; 10 minutes unless said. */
  readonly budgetMs?: number | undefined
  readonly onRows?: ((rows: RowsOfBatch) => void) | undefined
  readonly onBatch?: ((done: Cursor) => void) | undefined
}

/** The work on one batch, and where it ends. A batch that fails is tried again, with fewer rows, as long as that may help. */
export type BatchCode = (batch: {
  readonly range: KeyRange
  readonly condition: string
  readonly done: Cursor
  /** How long it may wait for a row, since others wait for those that it has locked by then. */
  readonly lockTimeoutMs: number
}) => Promise<void>

/** Goes through a table batch by batch. */
export async function walk(
  db: Connection,
  of: Walked,
  { batchMs, firstRows, size: fixed, from, beforeBatch, budgetMs = patience.budgetMs, onRows, onBatch }: WalkOptions,
  work: BatchCode,
): Promise<void> {
  const way = await KeyWalk.start(db, of, from?.end)
  if (way === undefined) return
  const timeoutMs = await statementTimeout(db)
  let done: Cursor | undefined = from
  for (let size = fixed ?? firstRows; ; ) {
    await beforeBatch?.()
    const begun = performance.now()
    const next = await patiently(size, timeoutMs, async (rows) => {
      size = rows
      const stretch = await way.stretch(db, done?.after, rows)
      if (stretch === undefined) return undefined
      const range = way.range(done?.after, stretch.last)
      const reached = { after: stretch.last, end: way.end, rows: (done?.rows ?? 0) + stretch.rows }
      onRows?.({ table: of.table, key: of.key, after: done?.after, upTo: stretch.last })
      // One row that is waited for keeps no other from anybody.
      const lockTimeoutMs = rows === 1 ? budgetMs : rowLockMs
      await work({ range, condition: way.condition(range), done: reached, lockTimeoutMs })
      return reached
    })
    if (next === undefined) return
    done = next
    onBatch?.(done)
    size = fixed ?? nextSize(size, performance.now() - begun, batchMs)
  }
}

/** For the transaction of a batch. */
export function briefly(lockTimeoutMs: number): string {
  return `SET LOCAL lock_timeout = ${lockTimeoutMs}`
}

const rowLockMs = 250

const limits = { min: 50, max: 20_000 } as const

/** Grows slowly and shrinks at once: a batch that is too long holds its rows from others. */
function nextSize(size: number, ms: number, target: number): number {
  const factor = Math.min(1.5, Math.max(0.25, target / Math.max(ms, 1)))
  return Math.round(Math.min(limits.max, Math.max(limits.min, size * factor)))
}

/** A batch that loses a deadlock, waits too long for a row or takes too long itself is nothing lost. */
async function patiently<T>(size: number, timeoutMs: number, work: (size: number) => Promise<T>): Promise<T> {
  for (let [attempt, rows] = [1, size]; ; attempt++) {
    const begun = performance.now()
    try {
      return await work(rows)
    } catch (error) {
      if (isCancelled(error, performance.now() - begun, timeoutMs)) throw new CancelledError(error)
      const again = error instanceof DatabaseError && ['40P01', '40001', '55P03', '57014'].includes(error.sqlstate)
      const isLocked = again && error.sqlstate === '55P03'
      if (!again || (isLocked ? rows === 1 : attempt >= 10)) throw error
      rows = Math.ceil(rows / (isLocked ? 4 : 2))
    }
  }
}
