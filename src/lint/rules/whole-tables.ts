import type { Rewriting } from '../action'
import type { Rule } from '../rule'
import { onLive } from '../subject'

const copied = 'PostgreSQL copies the whole table while nobody reads or writes it, and knows no other way.'

/** What is done to tables as a whole. */
export const wholeTables: readonly Rule[] = [
  {
    id: 'L511',
    name: 'set-logged',
    severity: 'error',
    about: 'locks',
    title: 'a table becomes logged or unlogged',
    why: copied,
    instead: 'Do it while the table is small, or while nobody needs it.',
    bad: ['ALTER TABLE shop_book SET UNLOGGED'],
    good: ['CREATE UNLOGGED TABLE shop_note (id bigint)'],
    finds: rewriting('set unlogged', 'set logged'),
  },
  {
    id: 'L512',
    name: 'set-tablespace',
    severity: 'error',
    about: 'locks',
    title: 'a table moves to another tablespace',
    why: copied,
    instead: 'A new table there, kept equal by a trigger, and exchanged in the end.',
    bad: ['ALTER TABLE shop_book SET TABLESPACE fast'],
    good: ['CREATE TABLE shop_note (id bigint) TABLESPACE fast'],
    finds: rewriting('set tablespace'),
  },
  {
    id: 'L513',
    name: 'set-access-method',
    severity: 'error',
    about: 'locks',
    title: 'a table gets another access method',
    why: copied,
    instead: 'A new table with it, kept equal by a trigger, and exchanged in the end.',
    bad: ['ALTER TABLE shop_book SET ACCESS METHOD heap'],
    good: ['CREATE TABLE shop_note (id bigint) USING heap'],
    finds: rewriting('set access method'),
  },
  {
    id: 'L514',
    name: 'vacuum-full',
    severity: 'error',
    about: 'locks',
    title: 'VACUUM FULL or CLUSTER',
    why: copied,
    instead: 'pg_repack, or a plain VACUUM.',
    bad: ['VACUUM FULL shop_book'],
    good: ['ANALYZE shop_book'],
    finds: rewriting('vacuum full', 'cluster'),
  },
  {
    id: 'L515',
    name: 'lock-table',
    severity: 'warning',
    about: 'locks',
    title: 'a table is locked by hand',
    why: 'Everybody waits until the transaction ends.',
    instead: 'Leave it to the statements.',
    bad: ['LOCK TABLE shop_book IN SHARE MODE'],
    good: ['CREATE TABLE shop_note (id bigint); LOCK TABLE shop_note'],
    finds: onLive('lock-table', ({ table }, { isOwnSql }) => isOwnSql && table),
  },
  {
    id: 'L516',
    name: 'row-level-security',
    severity: 'warning',
    about: 'releases',
    title: 'row level security without a policy before',
    why: 'Until there is a policy nobody but the owner sees a row.',
    instead: 'Create the policies first.',
    bad: ['ALTER TABLE shop_book ENABLE ROW LEVEL SECURITY'],
    good: ['CREATE POLICY p ON shop_book USING (true); ALTER TABLE shop_book ENABLE ROW LEVEL SECURITY'],
    finds: onLive('protect', ({ table, what }, { picture }) => {
      const hasPolicy = [...picture.readers.values()].some((one) => one.what === 'policy' && one.of === table)
      return what === 'row level security' && !hasPolicy && table
    }),
  },
  {
    id: 'L517',
    name: 'autovacuum-off',
    severity: 'warning',
    about: 'data',
    title: 'autovacuum is turned off',
    why: 'The table grows, and its statistics become wrong.',
    instead: 'Other thresholds for it.',
    bad: ['ALTER TABLE shop_book SET (autovacuum_enabled = false)'],
    good: ['ALTER TABLE shop_book SET (fillfactor = 70)'],
    finds: onLive('storage', ({ table, autovacuumOff }) => autovacuumOff && table),
  },
]

function rewriting(...by: readonly Rewriting[]): Rule['finds'] {
  return onLive(
    ['rewrite', 'rewrite-all'],
    (action) => by.includes(action.by) && (action.kind === 'rewrite' ? action.table : 'all tables'),
  )
}
