import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { quoteName } from './compiler'

/** A trigger that somebody wrote. */
export interface UserTrigger {
  readonly name: string
  readonly each: 'row' | 'statement'
}

/** What comes along with an UPDATE of a table. */
export interface OnUpdate {
  /** In the order in which they are called; those of its partitions too. */
  readonly triggers: readonly UserTrigger[]
  /** Whether policies may hide rows from this session. */
  readonly isSecured: boolean
}

/** `text` sets the columns; undefined: nobody knows which are set. */
export async function onUpdate(db: Connection, table: string, text: string | undefined): Promise<OnUpdate> {
  const { rows } = await db.run(statement(TRIGGERS, [quoteName(table)]))
  const called = rows.filter(([, , columns]) => {
    const names = JSON.parse(String(columns)) as readonly string[]
    return text === undefined || names.length === 0 || names.some((name) => text.includes(`${quoteName(name)} = `))
  })
  const secured = await db.run(statement('SELECT row_security_active(to_regclass($1))', [quoteName(table)]))
  return {
    triggers: called.map(([name, isOfRow]) => ({ name: String(name), each: isOfRow === true ? 'row' : 'statement' })),
    isSecured: secured.rows[0]?.[0] === true,
  }
}

/** Without those of ours that a run that was cut off has left behind, and those that parts have of their whole. */
const TRIGGERS = `
WITH RECURSIVE parts AS (
  SELECT to_regclass($1)::oid AS oid
  UNION SELECT i.inhrelid FROM parts p JOIN pg_inherits i ON i.inhparent = p.oid)
SELECT DISTINCT t.tgname, t.tgtype & 1 = 1, (
    SELECT COALESCE(json_agg(a.attname), '[]') FROM pg_attribute a
    WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr::smallint[]))::text
FROM parts p JOIN pg_trigger t ON t.tgrelid = p.oid
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled IN ('O', 'A') AND t.tgtype & 16 > 0
  AND t.tgname !~ '^~.*_strata_set$'
ORDER BY 1`
