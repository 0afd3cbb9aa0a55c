import type { Table } from '../../schema/table'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { quoteName } from './compiler'

/** Makes the database count on from the greatest key of each table; never back, since another session may be ahead. */
export async function resetSequences(db: Connection, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    for (const { name } of table.columns.filter(({ identity }) => identity !== undefined)) {
      const sql = `SELECT setval(s.name, CASE WHEN m.last >= 1 THEN greatest(m.last, pg_sequence_last_value(s.name)) END)
        FROM (SELECT pg_get_serial_sequence($1, $2)::regclass) AS s (name),
          (SELECT max(${quoteName(name)})::bigint FROM ${quoteName(table.name)}) AS m (last)`
      await db.run(statement(sql, [quoteName(table.name), name]))
    }
  }
}
