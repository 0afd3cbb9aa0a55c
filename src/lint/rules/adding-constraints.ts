import type { ActionOf, ConstraintFacts } from '../action'
import { added, isOverNew, twice } from '../added'
import { narrows } from '../pg-type'
import type { Rule } from '../rule'
import {
  comesBackOverSame,
  earlier,
  isNewColumn,
  later,
  ofKind,
  on,
  onLive,
  stepsAside,
  uniqueComesBack,
} from '../subject'

/** Constraints over rows that are there. */
export const addingConstraints: readonly Rule[] = [
  {
    id: 'L302',
    name: 'check-valid',
    severity: 'error',
    about: 'locks',
    title: 'a check that is held to all rows at once',
    why: 'All rows are read while nobody reads or writes the table.',
    instead: twice,
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0)'],
    good: [
      'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT c',
    ],
    finds: added('check', (constraint, subject, table) => constraint.valid && !isOverNew(subject, table, constraint)),
  },
  {
    id: 'L303',
    name: 'validate-in-same-transaction',
    severity: 'error',
    about: 'locks',
    title: 'NOT VALID and VALIDATE in one transaction',
    why: 'The strong lock of the first is held while the second reads all rows.',
    instead: 'Two migrations; or `atomic: false`.',
    bad: [
      'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID; ALTER TABLE shop_book VALIDATE CONSTRAINT c',
    ],
    good: [
      'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT c',
    ],
    finds: onLive('validate-constraint', ({ table, name }, { transaction }) => {
      const isHere = ofKind(transaction.subjects, 'add-constraint').some(
        ({ action }) => action.table === table && action.constraint.name === name,
      )
      return transaction.isOne && isHere && `${name} of ${table}`
    }),
  },
  {
    id: 'L304',
    name: 'unique-build',
    severity: 'error',
    about: 'locks',
    title: 'a unique constraint that builds its index',
    why: 'Nobody reads or writes the table meanwhile.',
    instead: 'Build the unique index CONCURRENTLY, and make it the constraint with USING INDEX.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT slug_key UNIQUE (slug)'],
    good: [
      'CREATE UNIQUE INDEX CONCURRENTLY slug_key ON shop_book (slug)',
      'ALTER TABLE shop_book ADD CONSTRAINT slug_key UNIQUE USING INDEX slug_key',
    ],
    finds: added('unique', (key, subject, table) => key.usingIndex === undefined && !isOverNew(subject, table, key)),
  },
  {
    id: 'L305',
    name: 'primary-key-build',
    severity: 'error',
    about: 'locks',
    title: 'a primary key that builds its index',
    why: 'Nobody reads or writes the table meanwhile.',
    instead: 'Build the unique index CONCURRENTLY, make the columns NOT NULL, and use the index with USING INDEX.',
    bad: ['ALTER TABLE shop_code ADD PRIMARY KEY (code)'],
    good: ['ALTER TABLE shop_code ADD CONSTRAINT c CHECK (code > 0) NOT VALID'],
    finds: added('primary', (key, subject, table) => key.usingIndex === undefined && !isOverNew(subject, table, key)),
  },
  {
    id: 'L306',
    name: 'primary-key-using-index-nullable',
    severity: 'error',
    about: 'locks',
    title: 'a primary key over a column that may hold NULL',
    why: 'All rows are read while nobody reads or writes the table.',
    instead: 'A check IS NOT NULL before, added NOT VALID and validated.',
    bad: [
      'CREATE UNIQUE INDEX CONCURRENTLY code_pkey ON shop_code (code)',
      'ALTER TABLE shop_code ADD CONSTRAINT code_pkey PRIMARY KEY USING INDEX code_pkey',
    ],
    good: [
      'CREATE UNIQUE INDEX CONCURRENTLY code_pkey ON shop_code (code)',
      'ALTER TABLE shop_code ADD CONSTRAINT full_code CHECK (code IS NOT NULL) NOT VALID',
      'ALTER TABLE shop_code VALIDATE CONSTRAINT full_code',
      'ALTER TABLE shop_code ADD CONSTRAINT code_pkey PRIMARY KEY USING INDEX code_pkey',
    ],
    finds: added('primary', ({ usingIndex }, { picture }, table) => {
      if (usingIndex === undefined) return false
      const columns = picture.tables.get(table)?.indexes.get(usingIndex)?.columns ?? []
      return columns.some((column) => !picture.provesNotNull(table, column))
    }),
  },
  {
    id: 'L307',
    name: 'exclusion-build',
    severity: 'error',
    about: 'locks',
    title: 'an exclusion constraint',
    why: 'Its index is built while nobody reads or writes the table, and PostgreSQL has no other way.',
    instead: 'Add it while the table is small, or while nobody needs it.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT e EXCLUDE USING gist (int4range(stock, stock) WITH &&)'],
    good: ['CREATE TABLE shop_stay (days daterange, EXCLUDE USING gist (days WITH &&))'],
    finds: added('exclusion', () => true),
  },
  {
    id: 'L314',
    name: 'never-validated',
    severity: 'info',
    about: 'data',
    title: 'a constraint that is left NOT VALID',
    why: 'Old rows may break it, and the planner does not use it.',
    instead: 'VALIDATE CONSTRAINT in the next migration.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID'],
    good: [
      'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT c',
    ],
    finds: on('add-constraint', ({ table, constraint: { name, valid } }, subject) => {
      const settled = later(subject).some(
        ({ action }) =>
          (action.kind === 'validate-constraint' || action.kind === 'drop-constraint') && action.name === name,
      )
      return !valid && !settled && `${name} of ${table}`
    }),
  },
  {
    id: 'L316',
    name: 'constraint-enforced',
    severity: 'error',
    about: 'locks',
    title: 'a constraint that is enforced from now on',
    why: 'All rows are read while nobody reads or writes the table.',
    instead: 'Drop it, add it NOT VALID, and validate it in a transaction of its own.',
    bad: ['ALTER TABLE shop_book ALTER CONSTRAINT a ENFORCED'],
    good: ['ALTER TABLE shop_book VALIDATE CONSTRAINT a'],
    finds: onLive('enforce-constraint', ({ table, name }) => `${name} of ${table}`),
  },
  {
    id: 'L318',
    name: 'volatile-check',
    severity: 'warning',
    about: 'data',
    title: 'a check that does not always say the same of a row',
    why: 'A dump that is read in later may be refused.',
    instead: 'A trigger, which looks when a row is written.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT c CHECK (printed < now()) NOT VALID'],
    good: ["ALTER TABLE shop_book ADD CONSTRAINT c CHECK (printed > '2000-01-01') NOT VALID"],
    finds: on('add-constraint', ({ table, constraint }) => constraint.volatile && `${constraint.name} of ${table}`),
  },
  {
    id: 'L320',
    name: 'unique-without-partition-key',
    severity: 'error',
    about: 'data',
    title: 'a key of a partitioned table without the columns that it is divided by',
    why: 'PostgreSQL refuses it (0A000).',
    instead: 'Those columns in the key.',
    bad: ['ALTER TABLE shop_sale ADD CONSTRAINT k UNIQUE (id)'],
    good: ['CREATE TABLE shop_day (day date PRIMARY KEY) PARTITION BY RANGE (day)'],
    finds: on(['create-table', 'add-constraint', 'create-index'], (action, { picture }) => {
      const { table } = action
      const divided = action.kind === 'create-table' ? action.partitionKey : picture.tables.get(table)?.partitionKey
      const short = keysOf(action).find(({ columns }) => divided?.some((column) => !columns.includes(column)))
      return short !== undefined && `${short.name} of ${table}`
    }),
  },
  {
    id: 'C106',
    name: 'tightened',
    severity: 'error',
    about: 'releases',
    title: 'what the release before may still write is refused',
    why: 'It does not know of the limit.',
    instead: 'First a release that keeps to it; or a trigger that puts right what old code writes.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0)'],
    good: ['ALTER TABLE shop_book DROP CONSTRAINT shop_book_price_check'],
    finds: onLive(['add-constraint', 'create-index', 'set-not-null', 'alter-type'], (action, subject) => {
      const { table } = action
      if (action.kind === 'create-index') {
        const { index, concurrently } = action
        // Nobody writes into a materialized view.
        const isOfRows = index.unique && !subject.picture.storedViews.has(table)
        const isLimit = isOfRows && !concurrently && !uniqueComesBack(subject, index)
        return isLimit && !isOverNew(subject, table, index) && `${index.name} of ${table}`
      }
      if (action.kind === 'alter-type') {
        const { domains } = subject.picture
        const from = subject.picture.column(table, action.column)?.type
        const isLess = from !== undefined && narrows({ from, to: action.type, domains })
        return isLess && `${table}.${action.column} holds less`
      }
      if (action.kind === 'set-not-null') {
        const { column } = action
        const isFilled = ofKind(earlier(subject), 'update').some(
          (each) => each.action.table === table && each.action.columns.includes(column),
        )
        const isSafe = isFilled || isNewColumn(subject, table, column)
        return !isSafe && !subject.statement.start.provesNotNull(table, column) && `${table}.${column} takes no NULL`
      }
      const { constraint } = action
      const isLimit = constraint.valid && constraint.usingIndex === undefined && tightening.has(constraint.kind)
      // A check may come back with another condition; of others the columns say all.
      const isAsBefore =
        stepsAside(subject, table, constraint.name) ||
        (constraint.kind !== 'check' && comesBackOverSame(subject, table, constraint.name))
      if (!isLimit || isAsBefore) return false
      return !isOverNew(subject, table, constraint) && `${constraint.name} of ${table}`
    }),
  },
]

type Keyed = ActionOf<'create-table'> | ActionOf<'add-constraint'> | ActionOf<'create-index'>

/** The keys that an action makes. */
function keysOf(action: Keyed): readonly { readonly name: string; readonly columns: readonly string[] }[] {
  if (action.kind === 'create-index') return action.index.unique && !action.only ? [action.index] : []
  const all = action.kind === 'create-table' ? action.constraints : [action.constraint]
  return all.filter(({ kind }) => kind === 'unique' || kind === 'primary')
}

const tightening: ReadonlySet<ConstraintFacts['kind']> = new Set(['check', 'foreign', 'unique', 'not null'])
