import type { Connection } from '../../src/sql/connection'
import { catalog } from './catalog'

/** The catalog without the records of migrations. */
export async function withoutRecords(db: Connection): Promise<unknown> {
  const all = await catalog(db)
  const own = (rows: readonly (readonly unknown[])[]): unknown =>
    rows.filter((row) => !row.some((cell) => String(cell).startsWith('strata_')))
  return Object.fromEntries(
    Object.entries(all).map(([part, rows]) => [part, own(rows as readonly (readonly unknown[])[])]),
  )
}
