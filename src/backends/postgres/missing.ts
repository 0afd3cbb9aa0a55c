import type { Table } from '../../schema/table'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { quoteName } from './compiler'

/** Something that a table should have, and the database has not. */
export interface Missing {
  readonly table: string
  /** undefined: the whole of it. */
  readonly column: string | undefined
}

/** What the database lacks of these tables and of their columns. */
export async function missingOf(db: Connection, tables: readonly Table[]): Promise<readonly Missing[]> {
  const all = tables.flatMap(({ name, columns }) => columns.map((column) => [name, quoteName(name), column.name]))
  const { rows } = await db.run(statement(MISSING, [JSON.stringify(all)]))
  const found = rows.map(([table, column]) => ({
    table: String(table),
    column: column === null ? undefined : String(column),
  }))
  return [...new Map(found.map((each) => [`${each.table} ${each.column}`, each])).values()]
}

const MISSING = `
SELECT n.triple->>0, CASE WHEN c.oid IS NOT NULL THEN n.triple->>2 END
FROM json_array_elements($1::json) WITH ORDINALITY AS n (triple, place)
  LEFT JOIN pg_class c ON c.oid = to_regclass(n.triple->>1)
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = n.triple->>2 AND NOT a.attisdropped
WHERE a.attrelid IS NULL ORDER BY n.place`
