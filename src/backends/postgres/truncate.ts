import { StrataError } from '../../base/errors'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { quoteName } from './compiler'
import { DatabaseError } from './database-error'

/** Those of these tables that the database has, in the order given. */
export async function existingTables(db: Connection, names: readonly string[]): Promise<readonly string[]> {
  const sql = `SELECT n.pair->>0 FROM json_array_elements($1::json) WITH ORDINALITY AS n (pair, place)
    JOIN pg_class c ON c.oid = to_regclass(n.pair->>1) WHERE c.relkind IN ('r', 'p') ORDER BY n.place`
  const { rows } = await db.run(statement(sql, [JSON.stringify(names.map((name) => [name, quoteName(name)]))]))
  return rows.map(([name]) => String(name))
}

/** Empties the tables at once; what their keys are counted by begins anew. */
export async function truncate(db: Connection, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  try {
    await db.run(statement(`TRUNCATE ${names.map(quoteName).join(', ')} RESTART IDENTITY`))
  } catch (error) {
    throw error instanceof DatabaseError && error.sqlstate === '0A000' ? new ReferencedTableError(error) : error
  }
}

/** A table that is not among them has a foreign key to one of them. PostgreSQL's advice would empty it as well. */
export class ReferencedTableError extends StrataError {
  constructor(cause: DatabaseError) {
    const { detail } = cause.facts
    super({
      code: 'flush.referenced',
      message: `A table that is not to be emptied refers to one that is: ${String(detail)}`,
      hint: 'Nothing was emptied. Drop the foreign key, or make a model of the table.',
      facts: cause.facts,
      cause,
    })
  }
}
