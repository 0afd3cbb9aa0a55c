import type { Demand } from '../../../schema/demand'
import type { Table } from '../../../schema/table'
import type { TableChange } from '../../../schema/table-change'
import { quoteName, quoteText } from '../compiler'
import { changesType } from './type-change'

/** What a change asks of the table as it is there: whose it is, and what others have made of its columns. */
export function catalogDemands(change: TableChange): readonly Demand[] {
  const { table } = change
  switch (change.kind) {
    case 'create-table':
    // Whoever owns the schema may do that as well.
    case 'drop-table':
      return []
    case 'add-column':
      return [ownership(table), roomFor(table, 1)]
    case 'drop-column':
      return [ownership(table), nothingAbove(table, change.column.name)]
    case 'alter-column':
      if (!changesType(change.from, change.to)) return [ownership(table)]
      return [ownership(table), nothingAbove(table, change.to.name)]
    default:
      return [ownership(table)]
  }
}

function ownership({ name }: Table): Demand {
  const owner = `SELECT relowner::regrole::text AS owner FROM pg_class
    WHERE oid = to_regclass(${quoteText(quoteName(name))}) AND NOT pg_has_role(relowner, 'USAGE')`
  return { of: 'catalog', table: name, key: ['owner'], rows: owner, wrong: `${name} belongs to another role` }
}

/** PostgreSQL gives no number of a column twice, so those that were dropped count. */
export function roomFor({ name }: Table, columns: number): Demand {
  const taken = `SELECT relnatts AS taken FROM pg_class
    WHERE oid = to_regclass(${quoteText(quoteName(name))}) AND relnatts + ${columns} > 1600`
  const wrong = `${name} has no room for another column: PostgreSQL gives out 1600 numbers, and these are taken, dropped columns included`
  return { of: 'catalog', table: name, key: ['taken'], rows: taken, wrong }
}

/** An UPDATE passes by the rows that policies hide, and what it passes by would be lost with the old column. */
export function seesAllRows({ name }: Table): Demand {
  const hidden = `SELECT current_user::text AS role WHERE row_security_active(to_regclass(${quoteText(quoteName(name))}))`
  const wrong = `policies may hide rows of ${name} from the role that migrates, which has to write all of them`
  return { of: 'catalog', table: name, key: ['role'], rows: hidden, wrong }
}

/** A row calls the triggers of its own table only. */
export function noHeirs({ name }: Table): Demand {
  const heirs = `SELECT i.inhrelid::regclass::text AS heir FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent
    WHERE c.oid = to_regclass(${quoteText(quoteName(name))}) AND c.relkind = 'r'`
  const wrong = `${name} has heirs, whose rows call no trigger of it, so that it cannot be changed beside its users`
  return { of: 'catalog', table: name, key: ['heir'], rows: heirs, wrong }
}

/** Views, policies, triggers and functions that name the column: PostgreSQL lets it neither go nor change its type. */
function nothingAbove({ name }: Table, column: string): Demand {
  const found = `SELECT DISTINCT COALESCE(pg_describe_object('pg_class'::regclass, w.ev_class, 0), pg_describe_object(d.classid, d.objid, 0)) AS object
    FROM pg_attribute a JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    WHERE a.attrelid = to_regclass(${quoteText(quoteName(name))}) AND a.attname = ${quoteText(column)} AND d.deptype = 'n'
      AND d.classid IN ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_proc'::regclass, 'pg_publication_rel'::regclass)`
  const wrong = `${name}.${column} cannot change while something rests on it`
  return { of: 'catalog', table: name, key: ['object'], rows: found, wrong }
}

/** Indexes, constraints, statistics and a default that no model knows: they go with a column that another takes the place of. */
export function nothingBeside(
  { name }: Table,
  column: string,
  { known, mayHaveDefault }: { readonly known: readonly string[]; readonly mayHaveDefault: boolean },
): Demand {
  const found = `SELECT DISTINCT pg_describe_object(d.classid, d.objid, 0) AS object
    FROM pg_attribute a JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
    LEFT JOIN pg_class i ON d.classid = 'pg_class'::regclass AND i.oid = d.objid AND i.relkind IN ('i', 'I')
    LEFT JOIN pg_constraint c ON d.classid = 'pg_constraint'::regclass AND c.oid = d.objid AND c.contype <> 'n'
    LEFT JOIN pg_statistic_ext s ON d.classid = 'pg_statistic_ext'::regclass AND s.oid = d.objid
    WHERE a.attrelid = to_regclass(${quoteText(quoteName(name))}) AND a.attname = ${quoteText(column)}
      AND ((num_nonnulls(i.oid, c.oid, s.oid) > 0 AND COALESCE(i.relname, c.conname, s.stxname) <> ALL (ARRAY[${known.map(quoteText).join(', ')}]::text[]))${mayHaveDefault ? '' : ` OR d.classid = 'pg_attrdef'::regclass AND EXISTS (SELECT FROM pg_attrdef WHERE oid = d.objid AND adnum = a.attnum)`})`
  const wrong = `${name}.${column} would take along what no model knows of`
  return { of: 'catalog', table: name, key: ['object'], rows: found, wrong }
}
