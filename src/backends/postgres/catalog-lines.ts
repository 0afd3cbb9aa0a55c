import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'

/** All that a database holds besides rows, a sorted line a part: what two databases are compared by. */
export async function catalogLines(connection: Connection, { without }: CatalogOptions): Promise<readonly string[]> {
  const { rows } = await connection.run(statement(LINES, [`{${without.join()}}`]))
  return rows.map(([line]) => String(line)).sort()
}

/** How many rows each table holds, a line a table. */
export async function rowLines(connection: Connection, { without }: CatalogOptions): Promise<readonly string[]> {
  const { rows } = await connection.run(statement(ROWS, [`{${without.join()}}`]))
  return rows.map(([line]) => String(line)).sort()
}

export interface CatalogOptions {
  /** Tables that are left out. */
  readonly without: readonly string[]
}

/** Of every schema that is not the server's own, extensions' parts left out. */
const LINES = `
WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
parts AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
rel AS (
  SELECT c.*, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN own n ON n.oid = c.relnamespace
   WHERE c.relname <> ALL ($1::text[]) AND (c.oid NOT IN (SELECT objid FROM parts WHERE classid = 'pg_class'::regclass)))
SELECT 'schema ' || nspname FROM own
UNION ALL SELECT 'extension ' || extname FROM pg_extension
UNION ALL
SELECT 'table ' || name || CASE WHEN relrowsecurity THEN ' with row level security' ELSE '' END ||
       coalesce(' comment ' || quote_literal(obj_description(oid, 'pg_class')), '')
  FROM rel WHERE relkind IN ('r', 'p')
UNION ALL
SELECT 'column ' || r.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ||
       CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END ||
       coalesce(CASE WHEN a.attgenerated = '' THEN ' DEFAULT ' ELSE ' GENERATED ' || a.attgenerated::text || ' ' END ||
                pg_get_expr(d.adbin, d.adrelid), '') ||
       CASE WHEN a.attidentity = '' THEN '' ELSE ' IDENTITY ' || a.attidentity::text END ||
       coalesce(' COLLATE ' || coll.collname, '') ||
       coalesce(' comment ' || quote_literal(col_description(r.oid, a.attnum)), '')
  FROM rel r
  JOIN pg_attribute a ON a.attrelid = r.oid
  LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
  LEFT JOIN pg_collation coll ON coll.oid = a.attcollation AND coll.collname <> 'default'
 WHERE r.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'constraint ' || k.conname || ' on ' || r.name || ': ' || pg_get_constraintdef(k.oid) ||
       CASE WHEN k.convalidated THEN '' ELSE ' (not validated)' END
  FROM pg_constraint k JOIN rel r ON r.oid = k.conrelid WHERE k.contype <> 'n'
UNION ALL
SELECT 'index: ' || pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN rel r ON r.oid = i.indrelid
UNION ALL
SELECT 'sequence ' || r.name || ' ' || format_type(q.seqtypid, NULL) FROM pg_sequence q JOIN rel r ON r.oid = q.seqrelid
UNION ALL
SELECT CASE relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || name || ': ' || pg_get_viewdef(oid)
  FROM rel WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'trigger: ' || pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN rel r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policy ' || p.polname || ' on ' || r.name || ' for ' || p.polcmd::text || coalesce(' using ' ||
       pg_get_expr(p.polqual, p.polrelid), '') || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
  FROM pg_policy p JOIN rel r ON r.oid = p.polrelid
UNION ALL
SELECT 'function: ' || pg_get_functiondef(f.oid) FROM pg_proc f JOIN own n ON n.oid = f.pronamespace
 WHERE f.prokind IN ('f', 'p') AND f.oid NOT IN (SELECT objid FROM parts WHERE classid = 'pg_proc'::regclass)
UNION ALL
SELECT 'type ' || n.nspname || '.' || t.typname || ': ' || string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
  FROM pg_type t JOIN own n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid
 GROUP BY n.nspname, t.typname
UNION ALL
SELECT 'collation ' || n.nspname || '.' || c.collname FROM pg_collation c JOIN own n ON n.oid = c.collnamespace`

/** Counted by the server in one statement, whatever the tables are called. */
const ROWS = `
SELECT 'rows of ' || n.nspname || '.' || c.relname || ': ' ||
       (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I.%I', n.nspname, c.relname), false, true, '')))[1]::text
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind = 'r' AND c.relname <> ALL ($1::text[])`

/** Leaves nothing in a database but the schema `public`. */
export const emptyDatabase = `
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
END $$;
CREATE SCHEMA public`
