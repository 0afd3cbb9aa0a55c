import { DatabaseError } from '../backends/postgres/database-error'
import type { Connection } from '../sql/connection'
import type { BatchStep } from './batches'
import { unhurried } from './index-step'

/**
 * Takes back what an operation has done so far when the rows do not allow the rest of it: the newest step first, up to
 * one that cannot be taken back. Returns the numbers of the steps that are undone.
 */
export async function takeBack(
  db: Connection,
  all: readonly BatchStep[],
  failed: BatchStep,
  finished: ReadonlySet<number>,
): Promise<readonly number[]> {
  const own = all.filter(({ place, number = 0 }) => place === failed.place && finished.has(number))
  const undone: number[] = []
  // What is built outside a transaction stays behind as it was when it failed.
  if (!failed.step.transactional && failed.step.undo) await unhurried(db, failed.step.undo)
  for (const { step, number } of own.toReversed()) {
    if (step.undo === undefined || number === undefined) break
    if (step.undo !== '')
      await (step.transactional ? db.transaction(() => db.script(step.undo ?? '')) : unhurried(db, step.undo))
    undone.push(number)
  }
  return undone
}

/** Rows that do not fit: run again as it is, it would fail again. */
export function isOfRows(error: unknown): boolean {
  return error instanceof DatabaseError && /^2[23]/.test(error.sqlstate)
}
