import type { ActionOf } from '../action'
import { sameValue } from '../given-value'
import type { Rule } from '../rule'
import { earlier, isNewColumn, later, ofKind, onLive, type Subject } from '../subject'

/** NULL, defaults and the like of columns that are there. */
export const changingColumns: readonly Rule[] = [
  {
    id: 'L208',
    name: 'set-not-null',
    severity: 'error',
    about: 'locks',
    title: 'SET NOT NULL without a proof',
    why: 'All rows are read while nobody reads or writes the table.',
    instead: 'A check IS NOT NULL that is added NOT VALID, validated, and dropped after SET NOT NULL.',
    bad: ['ALTER TABLE shop_book ALTER stock SET NOT NULL'],
    good: [
      'ALTER TABLE shop_book ADD CONSTRAINT full_stock CHECK (stock IS NOT NULL) NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT full_stock',
      'ALTER TABLE shop_book ALTER stock SET NOT NULL; ALTER TABLE shop_book DROP CONSTRAINT full_stock',
    ],
    finds: onLive(['set-not-null', 'add-constraint'], (action, { statement }) => {
      const open = columnsMadeFull(action).filter((column) => !statement.start.provesNotNull(action.table, column))
      return open.length > 0 && `${action.table}.${open.join(', ')}`
    }),
  },
  {
    id: 'L209',
    name: 'set-not-null-with-drop-check',
    severity: 'error',
    about: 'locks',
    title: 'SET NOT NULL in one statement with dropping the check that proves it',
    why: 'The check is gone before it is looked at, and all rows are read.',
    instead: 'Two statements; one transaction will do.',
    bad: [
      'ALTER TABLE shop_book ADD CONSTRAINT full_stock CHECK (stock IS NOT NULL) NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT full_stock',
      'ALTER TABLE shop_book ALTER stock SET NOT NULL, DROP CONSTRAINT full_stock',
    ],
    good: ['ALTER TABLE shop_book ALTER title SET NOT NULL'],
    finds: onLive('set-not-null', ({ table, column }, { statement: { start, actions } }) => {
      if (start.column(table, column)?.nullable === false) return false
      const gone = new Set(actions.flatMap((each) => (each.kind === 'drop-constraint' ? [each.name] : [])))
      const proofs = start.constraints(table).filter(({ valid, proves }) => valid && proves.includes(column))
      return proofs.length > 0 && proofs.every(({ name }) => gone.has(name)) && `${table}.${column}`
    }),
  },
  {
    id: 'L210',
    name: 'not-null-check-before-fill',
    severity: 'error',
    about: 'releases',
    title: 'a check IS NOT NULL while old rows may hold NULL',
    why: 'NOT VALID spares the old rows only until somebody changes one: each such UPDATE fails (23514).',
    instead: 'A default or a trigger for new rows, then fill the old ones, then the check.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT full_slug CHECK (slug IS NOT NULL) NOT VALID'],
    good: [
      "UPDATE shop_book SET slug = '' WHERE slug IS NULL AND id = 1",
      'ALTER TABLE shop_book ADD CONSTRAINT full_slug CHECK (slug IS NOT NULL) NOT VALID',
    ],
    finds: onLive('add-constraint', ({ table, constraint }, subject) => {
      if (constraint.valid || !subject.isOwnSql) return false
      const open = constraint.proves.filter((column) => !isFilled(subject, table, column, constraint.name))
      return open.length > 0 && `${table}.${open.join(', ')}`
    }),
  },
  {
    id: 'L211',
    name: 'set-expression',
    severity: 'error',
    about: 'locks',
    title: 'another expression for a stored generated column',
    why: 'PostgreSQL writes every row anew, and nobody reads or writes the table meanwhile.',
    instead: 'A new column beside it that is filled a few rows at a time.',
    bad: ['ALTER TABLE shop_book ALTER stock SET EXPRESSION AS (1)'],
    good: ['ALTER TABLE shop_book ALTER stock SET DEFAULT 1'],
    finds: onLive('set-expression', ({ table, column }, { picture }) => {
      return picture.column(table, column)?.generated !== 'virtual' && `${table}.${column}`
    }),
  },
  {
    id: 'L212',
    name: 'default-change',
    severity: 'warning',
    about: 'releases',
    title: 'another default, or none, for a column that had one',
    why: 'The release before leaves the value out and relies on the old default.',
    instead: 'First a release that always writes the value; then the change.',
    bad: ['ALTER TABLE shop_book ALTER stock SET DEFAULT 1'],
    good: ['ALTER TABLE shop_book ALTER slug SET DEFAULT 1'],
    finds: onLive(['set-default', 'drop-identity'], (action, subject) => {
      const { table, column } = action
      const { statement, of, transaction } = subject
      const beside = action.kind === 'drop-identity' ? of.subjects.map((each) => each.action) : statement.actions
      const retyped = beside.some((each) => each.kind === 'alter-type' && each.table === table)
      const first = transaction.isOne ? transaction.subjects[0]?.statement.start : undefined
      const was = (first ?? of.start).column(table, column)
      if (was === undefined || retyped || isNewColumn(subject, table, column)) return false
      const had = was.default !== 'none' || was.counts !== undefined
      const given = action.kind === 'set-default' ? action.given : undefined
      const isSame = was.counts === undefined && sameValue(was.given, given, was.type)
      return had && !isSame && !isSetAgain(subject, table, column) && `${table}.${column}`
    }),
  },
  {
    id: 'L213',
    name: 'drop-not-null',
    severity: 'warning',
    about: 'releases',
    title: 'a column may hold NULL from now on',
    why: 'The release before does not expect one when it reads.',
    instead: 'Write no NULL before the release before is gone.',
    bad: ['ALTER TABLE shop_book ALTER title DROP NOT NULL'],
    good: ['ALTER TABLE shop_book ALTER slug SET DEFAULT 1'],
    finds: onLive('drop-not-null', ({ table, column }, subject) => {
      const mayBeNull = isNewColumn(subject, table, column) || subject.picture.column(table, column)?.nullable === true
      return !mayBeNull && `${table}.${column}`
    }),
  },
  {
    id: 'L214',
    name: 'identity-on-existing',
    severity: 'warning',
    about: 'data',
    title: 'a column with values becomes an identity that begins with 1',
    why: 'The next rows get numbers that others have.',
    instead: 'START WITH a number behind the greatest value there is, or setval, in the same transaction.',
    bad: ['ALTER TABLE shop_code ALTER code ADD GENERATED BY DEFAULT AS IDENTITY'],
    good: ['ALTER TABLE shop_code ALTER code ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 5001)'],
    finds: onLive(
      'add-identity',
      (action, subject) =>
        subject.isOwnSql && !action.starts && !isMovedOn(subject, action) && `${action.table}.${action.column}`,
    ),
  },
  {
    id: 'L215',
    name: 'set-default-volatile',
    severity: 'info',
    about: 'data',
    title: 'a default that every row has another value of, for a column that is there',
    why: 'Nothing is written: rows that are there keep what they have.',
    instead: 'Nothing; or fill the old rows a few at a time.',
    bad: ['ALTER TABLE shop_book ALTER slug SET DEFAULT gen_random_uuid()'],
    good: ["ALTER TABLE shop_book ALTER slug SET DEFAULT ''"],
    finds: onLive('set-default', (action, subject) => {
      const { table, column } = action
      return action.default === 'volatile' && !isNewColumn(subject, table, column) && `${table}.${column}`
    }),
  },
  {
    id: 'L216',
    name: 'column-storage',
    severity: 'info',
    about: 'locks',
    title: 'another way to store or compress a column',
    why: 'A short lock; and rows that are there stay as they are until they are written again.',
    instead: 'Nothing.',
    bad: ['ALTER TABLE shop_book ALTER slug SET STORAGE EXTERNAL'],
    good: ['CREATE TABLE shop_note (id bigint, body text); ALTER TABLE shop_note ALTER body SET STORAGE EXTERNAL'],
    finds: onLive('column-storage', ({ table, column }) => `${table}.${column}`),
  },
]

/** Whether the same transaction has another word on the default: only the last counts. */
function isSetAgain(subject: Subject, table: string, column: string): boolean {
  return restOfTransaction(subject).some(
    ({ action }) =>
      (action.kind === 'set-default' || action.kind === 'add-identity') &&
      action.table === table &&
      action.column === column,
  )
}

/** Whether the numbers of an identity go on behind those that are there, before others get one. */
function isMovedOn(subject: Subject, { table, column, sequence }: ActionOf<'add-identity'>): boolean {
  return restOfTransaction(subject).some(({ action }) => {
    if (action.kind === 'restart-identity') return action.table === table && action.column === column
    if (action.kind === 'alter-sequence') return action.restarts && action.sequence === sequence
    return action.kind === 'set-sequence' && action.sequence === sequence
  })
}

function restOfTransaction(subject: Subject): readonly Subject[] {
  const { isOne, subjects } = subject.transaction
  return isOne ? subjects.slice(subjects.indexOf(subject) + 1) : []
}

/** The columns that all rows are held to have a value in, by the column itself: since 18 also as a constraint with a name. */
function columnsMadeFull(action: ActionOf<'set-not-null'> | ActionOf<'add-constraint'>): readonly string[] {
  if (action.kind === 'set-not-null') return [action.column]
  const { kind, valid, columns } = action.constraint
  return kind === 'not null' && valid ? columns : []
}

/** Filled before, or found to hold no NULL before anything else: the check is validated with nothing in between. */
function isFilled(subject: Subject, table: string, column: string, check: string): boolean {
  if (isNewColumn(subject, table, column) || subject.picture.provesNotNull(table, column)) return true
  const fills = (some: readonly Subject[]): readonly Subject[] =>
    ofKind(some, 'update').filter(({ action }) => action.table === table && action.columns.includes(column))
  if (fills(earlier(subject)).length > 0) return true
  const after = later(subject)
  const validated = ofKind(after, 'validate-constraint').find(({ action }) => action.name === check)
  return validated !== undefined && fills(after.slice(0, after.indexOf(validated))).length === 0
}
