import { quoteName } from '../backends/postgres/compiler'
import type { FillStep } from '../schema/step'
import type { Connection } from '../sql/connection'
import type { Statement } from '../sql/statement'
import { statement } from '../sql/statement'
import type { WalkOptions } from './batched/walk'
import { walk } from './batched/walk'

export interface FillOptions extends Pick<WalkOptions, 'beforeBatch' | 'onRows' | 'onBatch'> {
  readonly batchMs?: number | undefined
  readonly firstRows?: number | undefined
  /** Called before the first of its statements. */
  readonly onFirst?: ((statement: Statement) => Promise<void>) | undefined
}

/**
 * Walks along the primary key up to the greatest one there is at the start: rows that come later are seen to by a
 * default or a trigger. A row that is done already is passed by, so a run that was broken off can begin anew.
 */
export async function runFill(
  db: Connection,
  step: FillStep,
  { batchMs = 30, firstRows = 500, onFirst, ...options }: FillOptions = {},
): Promise<void> {
  let isFirst = true
  await walk(db, step, { ...options, batchMs, firstRows }, async ({ condition }) => {
    const update = statement(`UPDATE ${quoteName(step.table)} SET ${step.set} WHERE ${condition} AND (${step.where})`)
    if (isFirst) await onFirst?.(update)
    isFirst = false
    await db.run(update)
  })
}
