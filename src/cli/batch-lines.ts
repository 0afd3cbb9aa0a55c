import { countText, secondsText } from '../base/amounts'
import { plural } from '../base/text'
import type { BatchProgress } from '../migrations/batched/run-batches'

/** `120 k of 1.2 M rows of shop_book (10 %), 8 k a second, 2.3 min left` */
export function batchText({ table, rows, rowsNow, total, ms }: Extract<BatchProgress, { kind: 'batch' }>): string {
  const rate = rowsNow / Math.max(ms / 1000, 0.001)
  const speed = `${countText(rate)} a second`
  if (total === undefined || rows >= total) return `${countText(rows)} rows of ${table}, ${speed}`
  const share = Math.floor((rows / total) * 100)
  const left = secondsText((total - rows) / Math.max(rate, 0.001))
  return `${countText(rows)} of ${countText(total)} rows of ${table} (${share} %), ${speed}, ${left} left`
}

/** A batch that goes through all rows each time, and what a first batch came to. */
export function seenLines(seen: Extract<BatchProgress, { kind: 'reads-all' | 'analyzed' }>): readonly string[] {
  const sql = seen.sql.replace(/\s+/g, ' ').slice(0, 200)
  if (seen.kind === 'analyzed')
    return [`Run and rolled back: ${sql}`, ...seen.text.split('\n').map((line) => `  ${line}`)]
  const rows = plural(Math.round(seen.rows), 'row')
  return [`Every batch reads all of ${seen.table} (${rows}): an index is missing for ${sql}`]
}
