import { quoteName } from '../backends/postgres/compiler'
import { DatabaseError } from '../backends/postgres/database-error'
import type { FillStep } from '../schema/step'
import type { Connection } from '../sql/connection'
import type { SqlParam } from '../sql/statement'
import { statement } from '../sql/statement'

export interface FillOptions {
  /** How long a batch should take: as long as a writer may wait for a row. */
  readonly batchMs?: number | undefined
  readonly firstRows?: number | undefined
  readonly onBatch?: ((filled: Filled) => void) | undefined
}

/** How far a fill has come. */
export interface Filled {
  /** Rows looked at. */
  readonly rows: number
  readonly ms: number
}

/**
 * Walks along the primary key up to the greatest one there is at the start: rows that come later are seen to by a
 * default or a trigger. A row that is done already is passed by, so a run that was broken off can begin anew.
 */
export async function runFill(
  db: Connection,
  step: FillStep,
  { batchMs = 30, firstRows = 500, onBatch }: FillOptions = {},
): Promise<void> {
  const start = performance.now()
  const end = await lastKey(db, step)
  const types = await keyTypes(db, step)
  let [cursor, size, rows] = [undefined as Key | undefined, firstRows, 0]
  while (end !== undefined) {
    const begun = performance.now()
    const batch = await patiently(() => runBatch(db, step, types, { after: cursor, end, size }))
    if (batch.last === undefined) return
    cursor = batch.last
    rows += batch.rows
    onBatch?.({ rows, ms: performance.now() - start })
    size = nextSize(size, performance.now() - begun, batchMs)
  }
}

type Key = readonly SqlParam[]

const limits = { min: 50, max: 20_000 } as const

/** Grows slowly and shrinks at once: a batch that is too long holds its rows from others. */
function nextSize(size: number, ms: number, target: number): number {
  const factor = Math.min(1.5, Math.max(0.25, target / Math.max(ms, 1)))
  return Math.round(Math.min(limits.max, Math.max(limits.min, size * factor)))
}

async function lastKey(db: Connection, { table, key }: FillStep): Promise<Key | undefined> {
  const order = key.map((name) => `${quoteName(name)} DESC`).join(', ')
  const { rows } = await db.run(statement(`SELECT ${texts(key)} FROM ${quoteName(table)} ORDER BY ${order} LIMIT 1`))
  return keyOf(rows[0])
}

interface Range {
  readonly after: Key | undefined
  readonly end: Key
}

/** The next stretch of keys, and the rows of it that are left to do: one UPDATE, so one transaction. */
async function runBatch(
  db: Connection,
  step: FillStep,
  types: readonly string[],
  { after, end, size }: Range & { readonly size: number },
): Promise<{ readonly rows: number; readonly last: Key | undefined }> {
  const columns = step.key.map(quoteName).join(', ')
  const down = step.key.map((name) => `${quoteName(name)} DESC`).join(', ')
  const stretch = `SELECT ${columns} FROM ${quoteName(step.table)} WHERE ${within(step, types, after)} ORDER BY ${columns} LIMIT ${size}`
  const { rows } = await db.run(
    statement(
      `SELECT ${texts(step.key)}, (count(*) OVER ())::integer FROM (${stretch}) AS stretch ORDER BY ${down} LIMIT 1`,
      [...end, ...(after ?? [])],
    ),
  )
  const [row] = rows
  if (row === undefined) return { rows: 0, last: undefined }
  const last = keyOf(row.slice(0, -1)) ?? []
  const update = `UPDATE ${quoteName(step.table)} SET ${step.set} WHERE ${within(step, types, after)} AND (${step.where})`
  await db.run(statement(update, [...last, ...(after ?? [])]))
  return { rows: Number(row.at(-1)), last }
}

/** A range of the primary key, which its index finds however large the table is. */
function within({ key }: FillStep, types: readonly string[], after: Key | undefined): string {
  const columns = `(${key.map(quoteName).join(', ')})`
  const placed = (first: number): string => `(${types.map((type, i) => `$${first + i}::text::${type}`).join(', ')})`
  return `${columns} <= ${placed(1)}${after === undefined ? '' : ` AND ${columns} > ${placed(key.length + 1)}`}`
}

/** As text, whatever the type and the driver: it comes back as it went. Under another name, since ORDER BY takes that. */
function texts(key: readonly string[]): string {
  return key.map((name, i) => `${quoteName(name)}::text AS key_${i}`).join(', ')
}

function keyOf(row: readonly unknown[] | undefined): Key | undefined {
  return row?.map(String)
}

async function keyTypes(db: Connection, { table, key }: FillStep): Promise<readonly string[]> {
  const sql = `SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0`
  const { rows } = await db.run(statement(sql, [quoteName(table)]))
  const types = new Map(rows.map(([name, type]) => [String(name), String(type)]))
  return key.map((name) => types.get(name) ?? 'text')
}

/** A batch that loses a deadlock, or waits too long for a row, is nothing lost. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const again = error instanceof DatabaseError && ['40P01', '40001', '55P03'].includes(error.sqlstate)
      if (!again || attempt === 10) throw error
    }
  }
}
