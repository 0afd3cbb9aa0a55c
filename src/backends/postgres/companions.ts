import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { quoteName } from './compiler'

/** What rests on a column, in PostgreSQL's words: `index movie_title`. */
export interface Companions {
  /** Dropped along with it. */
  readonly goAlong: readonly string[]
  /** Views and the like: while they are there, it cannot be dropped. */
  readonly inTheWay: readonly string[]
}

export async function companionsOf(db: Connection, table: string, column: string): Promise<Companions> {
  const { rows } = await db.run(statement(RESTING, [quoteName(table), column]))
  const of = (goes: boolean): readonly string[] =>
    rows.filter(([, each]) => each === goes).map(([what]) => String(what))
  return { goAlong: of(true), inTheWay: of(false) }
}

/** Its default, its NOT NULL and the sequence that counts it up are the column's own; a rule stands for its view. */
const RESTING = `
SELECT DISTINCT COALESCE(pg_describe_object('pg_class'::regclass, w.ev_class, 0), pg_describe_object(d.classid, d.objid, d.objsubid)),
  d.deptype IN ('a', 'i')
FROM pg_attribute a JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND d.classid <> 'pg_attrdef'::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint n WHERE d.classid = 'pg_constraint'::regclass AND n.oid = d.objid AND n.contype = 'n')
  AND NOT EXISTS (SELECT FROM pg_class s WHERE d.classid = 'pg_class'::regclass AND s.oid = d.objid AND s.relkind = 'S')
ORDER BY 1`
