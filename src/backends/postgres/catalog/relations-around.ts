import type { Connection } from '../../../sql/connection'
import { statement } from '../../../sql/statement'

/**
 * The relations with one of these names, and those that whoever changes them may lock as well: parts and wholes, tables
 * that refer to them, views over them and what is below these. Of tables that they refer to, no more than the parts.
 */
export async function relationsAround(db: Connection, names: readonly string[]): Promise<readonly string[]> {
  const { rows } = await db.run(statement(WAYS, [JSON.stringify(names)]))
  const found = new Set<string>()
  const ways: Readonly<Record<Way, Map<string, string[]>>> = { reaches: new Map(), part: new Map(), target: new Map() }
  for (const [way, from, to] of rows.map((row) => row.map(String)) as [Way | 'named', string, string][]) {
    if (way === 'named') found.add(from)
    else ways[way].set(from, [...(ways[way].get(from) ?? []), to])
  }
  closed(found, [ways.reaches, ways.part])
  const targets = new Set([...found].flatMap((each) => ways.target.get(each) ?? []))
  closed(targets, [ways.part])
  return [...new Set([...found, ...targets])]
}

type Way = 'reaches' | 'part' | 'target'

/** With all that they lead to. A set goes on to what is added on the way. */
function closed(found: Set<string>, ways: readonly ReadonlyMap<string, readonly string[]>[]): void {
  for (const each of found) for (const way of ways) for (const next of way.get(each) ?? []) found.add(next)
}

const WAYS = `
WITH words AS MATERIALIZED (SELECT DISTINCT word FROM json_array_elements_text($1::json) AS w (word)),
viewed AS MATERIALIZED (
  SELECT DISTINCT w.ev_class AS view, d.refobjid AS relation
  FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class
  WHERE w.rulename = '_RETURN' AND w.ev_class >= 16384 AND d.refobjid >= 16384)
SELECT 'named', COALESCE(i.indrelid, c.oid)::text, '' FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
  WHERE c.relname IN (SELECT word FROM words) AND c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'i', 'I')
    AND c.relpersistence <> 't'
UNION ALL SELECT 'named', a.attrelid::text, '' FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE t.typtype = 'd' AND t.oid >= 16384 AND t.typname IN (SELECT word FROM words)
UNION ALL SELECT 'target', conrelid::text, confrelid::text FROM pg_constraint WHERE contype = 'f'
UNION ALL SELECT 'reaches', confrelid::text, conrelid::text FROM pg_constraint WHERE contype = 'f'
UNION ALL SELECT 'part', inhparent::text, inhrelid::text FROM pg_inherits
UNION ALL SELECT 'reaches', inhrelid::text, inhparent::text FROM pg_inherits
UNION ALL SELECT 'reaches', view::text, relation::text FROM viewed
UNION ALL SELECT 'reaches', relation::text, view::text FROM viewed`
