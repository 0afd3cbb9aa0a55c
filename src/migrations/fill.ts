import { quoteName } from '../backends/postgres/compiler'
import { StrataError } from '../base/errors'
import { plural } from '../base/text'
import type { FillStep } from '../schema/step'
import type { Connection } from '../sql/connection'
import type { Statement } from '../sql/statement'
import { statement } from '../sql/statement'
import type { WalkOptions } from './batched/walk'
import { briefly, walk } from './batched/walk'

export interface FillOptions extends Pick<WalkOptions, 'beforeBatch' | 'onRows' | 'onBatch' | 'budgetMs'> {
  readonly batchMs?: number | undefined
  readonly firstRows?: number | undefined
  /** Called before the first of its statements. */
  readonly onFirst?: ((statement: Statement) => Promise<void>) | undefined
}

/** A row whose key was changed meanwhile may have passed behind the walk; the next one finds it. */
const walks = 3

/**
 * Walks along the primary key up to the greatest one there is at the start: rows that come later are seen to by a
 * default or a trigger. A row that is done already is passed by, so a run that was broken off can begin anew. What
 * comes after it takes for granted that no row is left, so that is looked at.
 */
export async function runFill(
  db: Connection,
  step: FillStep,
  { batchMs = 30, firstRows = 500, onFirst, ...options }: FillOptions = {},
): Promise<void> {
  let isFirst = true
  for (let nth = 1; ; nth++) {
    await walk(db, step, { ...options, batchMs, firstRows }, async ({ condition, lockTimeoutMs }) => {
      const update = statement(`UPDATE ${quoteName(step.table)} SET ${step.set} WHERE ${condition} AND (${step.where})`)
      if (isFirst) await onFirst?.(update)
      isFirst = false
      await db.transaction(async () => {
        await db.script(`${briefly(lockTimeoutMs)}; ${WHOLE}`)
        await db.run(update)
      })
    })
    const missed = await missedRows(db, step)
    if (missed.length === 0) return
    if (nth === walks) throw new MissedRowsError(step, missed)
  }
}

/** Where policies would hide a row, PostgreSQL refuses the statement. */
const WHOLE = 'SET LOCAL row_security = off'

const shown = 10

/** The keys of some. */
async function missedRows(db: Connection, { table, key, missed }: FillStep): Promise<readonly string[]> {
  const texts = key.map((name) => `${quoteName(name)}::text`).join(', ')
  const sql = `SELECT concat_ws(', ', ${texts}) FROM ${quoteName(table)} WHERE ${missed} LIMIT ${shown}`
  const { rows } = await db.transaction(async () => {
    await db.script(`${WHOLE}; SET LOCAL statement_timeout = 0`)
    return db.run(statement(sql))
  })
  return rows.map(([text]) => String(text))
}

/** Something keeps rows from being written: what comes next would lose what they hold. */
export class MissedRowsError extends StrataError {
  constructor({ table, key }: FillStep, rows: readonly string[]) {
    const some = rows.length === shown ? `${shown} rows or more` : plural(rows.length, 'row')
    const keys = rows.join(key.length === 1 ? ', ' : '; ')
    super({
      code: 'migrate.missed-rows',
      message: `${some} of ${table} did not take the value that belongs there: ${key.join(', ')} ${keys}`,
      hint: 'A trigger of the table lets no UPDATE through, or changes the row last. Nothing is lost: disable it meanwhile.',
      facts: { table, key, rows },
    })
  }
}
