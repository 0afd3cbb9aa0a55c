import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { quoteName } from './compiler'
import { DatabaseError } from './database-error'
import type { SmallTable, TableFacts } from './online/live-tables'
import { smallTable } from './online/live-tables'

/**
 * How large these tables are. Bytes are exact; rows are counted where a table may be small, since the statistics of
 * one that was never analyzed say nothing. A table that somebody keeps locked is left out: it is in use.
 */
export async function tableFacts(
  db: Connection,
  names: readonly string[],
  small: SmallTable = smallTable,
): Promise<ReadonlyMap<string, TableFacts>> {
  const { rows } = await db.run(statement(SIZES, [JSON.stringify(names.map((name) => [name, quoteName(name)]))]))
  const facts = new Map<string, TableFacts>()
  for (const [name, bytes, estimate] of rows) {
    const [table, size] = [String(name), Number(bytes)]
    const count = size > small.bytes ? Number(estimate) : await countUpTo(db, table, small.rows + 1)
    if (count !== undefined) facts.set(table, { rows: count, bytes: size })
  }
  return facts
}

/** Whether there is any table besides those that migrations are recorded in. */
export async function hasTables(db: Connection): Promise<boolean> {
  const sql = `SELECT EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid)
    AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    AND relname NOT IN ('strata_migrations', 'strata_journal'))`
  return (await db.run(statement(sql))).rows[0]?.[0] === true
}

/** Exact as far as it goes. */
async function countUpTo(db: Connection, table: string, limit: number): Promise<number | undefined> {
  try {
    return await db.transaction(async () => {
      await db.script('SET LOCAL lock_timeout = 200')
      const sql = `SELECT count(*)::integer FROM (SELECT FROM ${quoteName(table)} LIMIT ${limit}) AS counted`
      return Number((await db.run(statement(sql))).rows[0]?.[0])
    })
  } catch (error) {
    if (error instanceof DatabaseError && error.sqlstate === '55P03') return undefined
    throw error
  }
}

const SIZES = `
SELECT n.pair->>0, pg_table_size(c.oid)::double precision, greatest(c.reltuples, 0)::double precision
FROM json_array_elements($1::json) AS n (pair) JOIN pg_class c ON c.oid = to_regclass(n.pair->>1)
WHERE c.relkind IN ('r', 'p')`
