import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'
import { type Catalog, catalog } from './catalog'

/** All that PostgreSQL holds, tables and what is beside them, without what it came with. */
export interface ObjectCatalog extends Catalog {
  readonly objects: Readonly<Record<string, readonly (readonly unknown[])[]>>
}

export async function objectCatalog(connection: Connection): Promise<ObjectCatalog> {
  const objects: Record<string, readonly (readonly unknown[])[]> = {}
  for (const [what, sql] of Object.entries(QUERIES)) {
    const { rows } = await connection.run(statement(sql))
    objects[what] = [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  return { ...(await catalog(connection)), objects }
}

const OWN = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** Not those that an extension brought along. */
const notOf = (catalogName: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogName}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`

const QUERIES: Readonly<Record<string, string>> = {
  schemas: `SELECT n.nspname FROM pg_namespace n WHERE ${OWN}`,
  extensions: `SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'`,
  enums: `SELECT n.nspname, t.typname, array_agg(e.enumlabel ORDER BY e.enumsortorder)::text
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid
           WHERE ${OWN} GROUP BY 1, 2`,
  domains: `SELECT n.nspname, t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
             WHERE ${OWN} AND t.typtype = 'd'`,
  collations: `SELECT n.nspname, c.collname, c.collprovider::text, c.collisdeterministic
                 FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE ${OWN}`,
  functions: `SELECT n.nspname, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE ${OWN} AND p.prokind = 'f' AND ${notOf('pg_proc', 'p.oid')}`,
  views: `SELECT n.nspname, c.relname, c.relkind::text, pg_get_viewdef(c.oid), c.reloptions::text, c.relispopulated,
                 (SELECT array_agg(i.indexdef ORDER BY i.indexname)::text FROM pg_indexes i
                   WHERE i.schemaname = n.nspname AND i.tablename = c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OWN} AND c.relkind IN ('v', 'm')`,
  triggers: `SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal`,
  policies: `SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies`,
  security: `SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE ${OWN} AND c.relkind = 'r'`,
}
