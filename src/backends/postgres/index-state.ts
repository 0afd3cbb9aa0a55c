import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { quoteName } from './compiler'

/** `invalid`: what a build that was broken off leaves behind. `building`: somebody is at it, even if its client is gone. */
export type IndexState = 'absent' | 'valid' | 'invalid' | 'building'

/** What there is under the name: it says nothing by itself, since IF NOT EXISTS is content with an invalid index. */
export async function indexState(db: Connection, name: string): Promise<IndexState> {
  const sql = `SELECT i.indisvalid, EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
    FROM pg_index i WHERE i.indexrelid = to_regclass($1)`
  const { rows } = await db.run(statement(sql, [quoteName(name)]))
  const [row] = rows
  if (row === undefined) return 'absent'
  if (row[0] === true) return 'valid'
  return row[1] === true ? 'building' : 'invalid'
}
