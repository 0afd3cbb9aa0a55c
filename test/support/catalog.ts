import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'

type Row = readonly unknown[]

/** All that PostgreSQL holds of the schema `public`, as plain sorted rows: what two databases are compared by. */
export interface Catalog {
  /** `[table, column, type, notNull, default, identity, generated, collation, comment]` */
  readonly columns: readonly Row[]
  /** `[table, name, type, definition, deferrable, deferred, validated]` */
  readonly constraints: readonly Row[]
  /** `[table, name, definition]` */
  readonly indexes: readonly Row[]
  /** `[table, comment]` */
  readonly comments: readonly Row[]
  /** `[name, type, owner as table.column]` */
  readonly sequences: readonly Row[]
}

export async function catalog(connection: Connection): Promise<Catalog> {
  return {
    columns: await sorted(connection, COLUMNS),
    constraints: await sorted(connection, CONSTRAINTS),
    indexes: await sorted(connection, INDEXES),
    comments: await sorted(connection, COMMENTS),
    sequences: await sorted(connection, SEQUENCES),
  }
}

/** Sorted here: servers differ in their collations. */
async function sorted(connection: Connection, sql: string): Promise<readonly Row[]> {
  const { rows } = await connection.run(statement(sql))
  return rows
    .map((row) => ({ row, key: JSON.stringify(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row)
}

const COLUMNS = `
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
       a.attidentity::text, a.attgenerated::text, coll.collname, col_description(c.oid, a.attnum)
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  LEFT JOIN pg_collation coll ON coll.oid = a.attcollation AND coll.collname <> 'default'
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`

/** Without NOT NULL, which PostgreSQL 18 lists here and older ones do not: it is in the columns. */
const CONSTRAINTS = `
SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred, k.convalidated
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND k.contype <> 'n'`

const INDEXES = `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'`

const COMMENTS = `
SELECT c.relname, obj_description(c.oid, 'pg_class')
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND obj_description(c.oid, 'pg_class') IS NOT NULL`

const SEQUENCES = `
SELECT s.relname, format_type(q.seqtypid, NULL), t.relname || '.' || a.attname
  FROM pg_sequence q
  JOIN pg_class s ON s.oid = q.seqrelid
  JOIN pg_namespace n ON n.oid = s.relnamespace
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
        AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_class t ON t.oid = d.refobjid
  LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE n.nspname = 'public'`
