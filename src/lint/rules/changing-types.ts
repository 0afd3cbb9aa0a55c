import type { ActionOf } from '../action'
import {
  isTimeZoneChange,
  keepsRows,
  losesParts,
  mayNotConvert,
  narrows,
  type TypeChangeFacts,
  typeText,
} from '../pg-type'
import type { Rule } from '../rule'
import { onLive, type Subject } from '../subject'

const beside =
  'A new column of that type beside the old one, kept equal by a trigger, filled, and exchanged in the end.'

/** Other types for columns that are there. */
export const changingTypes: readonly Rule[] = [
  {
    id: 'L201',
    name: 'type-change-rewrite',
    severity: 'error',
    about: 'locks',
    title: 'a type that its values are not stored as',
    why: 'PostgreSQL writes every row and every index anew, and nobody reads or writes the table meanwhile.',
    instead: beside,
    bad: ['ALTER TABLE shop_book ALTER stock TYPE bigint'],
    good: ['ALTER TABLE shop_book ALTER price TYPE numeric(12, 2)'],
    finds: retyped(
      (change) => change === undefined || (!keepsRows(change) && !narrows(change) && !isTimeZoneChange(change)),
    ),
  },
  {
    id: 'L202',
    name: 'type-change-rechecks-constraint',
    severity: 'error',
    about: 'locks',
    title: 'another type for a column with a check',
    why: 'All rows are read for the check while nobody reads or writes the table.',
    instead: 'Drop the check, change the type, add the check NOT VALID in one transaction; validate it in the next.',
    bad: ['ALTER TABLE shop_book ALTER price TYPE numeric(12, 2)'],
    good: ['ALTER TABLE shop_book ALTER slug TYPE varchar'],
    finds: retyped((change, { table, column }, subject) => {
      if (change === undefined || !keepsRows(change)) return false
      const checks = startOf(subject)
        .constraints(table)
        .filter(({ kind }) => kind === 'check')
      // A check that stepped aside and comes back NOT VALID costs nothing.
      const stands = checks.filter(({ name }) => !comesBackNotValid(subject, name))
      return stands.some(({ columns }) => columns.includes(column))
    }),
  },
  {
    id: 'L203',
    name: 'type-change-foreign-key',
    severity: 'error',
    about: 'locks',
    title: 'another type for a column of a foreign key',
    why: 'Both tables are locked and read as a whole, and one is written anew.',
    instead: 'New columns on both sides, with a foreign key of their own, exchanged together.',
    bad: ['ALTER TABLE shop_author ALTER id TYPE numeric'],
    good: ['ALTER TABLE shop_author ALTER name TYPE text'],
    finds: retyped((change, { table, column }, subject) => {
      if (change !== undefined && keepsRows(change)) return false
      const start = startOf(subject)
      const own = start.constraints(table).some(({ kind, columns }) => kind === 'foreign' && columns.includes(column))
      const isKey = start.indexes(table).some(({ unique, columns }) => unique && columns.includes(column))
      return own || (isKey && start.referrers(table).length > 0)
    }),
  },
  {
    id: 'L204',
    name: 'type-change-index-rebuild',
    severity: 'error',
    about: 'locks',
    title: 'another order for a column with an index',
    why: 'Its indexes are built anew while nobody reads or writes the table.',
    instead: beside,
    bad: ['ALTER TABLE shop_book ALTER slug TYPE text COLLATE "C"'],
    good: ['ALTER TABLE shop_book ALTER title TYPE varchar(50) COLLATE "C"'],
    finds: retyped((change, { table, column, collation }, subject) => {
      const start = startOf(subject)
      const was = start.column(table, column)
      if (was === undefined || change === undefined || !keepsRows(change)) return false
      const sortsAnew = was.collation !== collation || (change.from.name === 'citext') !== (change.to.name === 'citext')
      return sortsAnew && start.indexes(table).some(({ columns }) => columns.includes(column))
    }),
  },
  {
    id: 'L205',
    name: 'narrowing',
    severity: 'error',
    about: 'data',
    title: 'a type that holds less',
    why: 'It fails at the first value that does not fit, or loses a part of it; and every row is written anew.',
    instead: 'Keep the type, and hold new values to the limit with a check that is added NOT VALID.',
    bad: ['ALTER TABLE shop_book ALTER title TYPE varchar(20)'],
    good: ['ALTER TABLE shop_book ALTER title TYPE varchar(80)'],
    finds: retyped((change) => change !== undefined && narrows(change)),
  },
  {
    id: 'L206',
    name: 'timestamp-time-zone',
    severity: 'error',
    about: 'locks',
    title: 'a time gets a time zone, or loses it',
    why: 'Every row is written anew, unless the session is in UTC and the statement has no USING.',
    instead: 'If the values are in UTC: SET LOCAL timezone TO UTC, and no USING. Else a new column beside it.',
    bad: ["ALTER TABLE shop_book ALTER printed TYPE timestamptz USING printed AT TIME ZONE 'UTC'"],
    good: ["SET LOCAL timezone = 'UTC'; ALTER TABLE shop_book ALTER printed TYPE timestamptz"],
    finds: retyped((change, { using }, { transaction, action }) => {
      if (change === undefined || !isTimeZoneChange(change)) return false
      const before = transaction.subjects.slice(
        0,
        transaction.subjects.findIndex((each) => each.action === action),
      )
      const isUtc = before.some(
        ({ action: set }) => set.kind === 'set' && set.name === 'timezone' && set.value.toUpperCase() === 'UTC',
      )
      return using || !isUtc
    }),
  },
  {
    id: 'L207',
    name: 'type-change-under-view',
    severity: 'error',
    about: 'data',
    title: 'another type for a column that something else reads',
    why: 'PostgreSQL refuses it (0A000).',
    instead:
      'Drop the view, rule, trigger or policy before, and create it again after, in the same transaction. A computed column is written anew.',
    bad: ['ALTER TABLE shop_book ALTER title TYPE text'],
    good: [
      'DROP VIEW shop_titles; ALTER TABLE shop_book ALTER title TYPE text; CREATE VIEW shop_titles AS SELECT title FROM shop_book',
    ],
    finds: retyped((_change, { table, column }, { picture }) => picture.readersOf(table, column).length > 0),
  },
  {
    id: 'D105',
    name: 'values-that-do-not-convert',
    severity: 'warning',
    about: 'data',
    title: 'texts become values of another type',
    why: 'One text that is none stops the migration, perhaps after hours.',
    instead: 'Look for such rows before, and say in the migration what becomes of them.',
    bad: ['ALTER TABLE shop_book ALTER slug TYPE integer USING slug::integer'],
    good: ['ALTER TABLE shop_book ALTER stock TYPE text'],
    finds: retyped((change, { casts }) => change !== undefined && casts && mayNotConvert(change)),
  },
  {
    id: 'C111',
    name: 'result-type-changes',
    severity: 'info',
    about: 'releases',
    title: 'prepared statements that read the column fail until they are prepared anew',
    why: 'PostgreSQL keeps no plan whose result has other types (0A000).',
    instead: 'A time with few users, or drivers that prepare again.',
    bad: ['ALTER TABLE shop_book ALTER slug TYPE varchar'],
    good: ['ALTER TABLE shop_book ALTER slug SET DEFAULT 1'],
    finds: retyped((change) => change === undefined || typeText(change.from) !== typeText(change.to)),
  },
  {
    id: 'C107',
    name: 'widened',
    severity: 'info',
    about: 'releases',
    title: 'a column holds more than the release before knows of',
    why: 'It reads what new code writes: longer texts and larger numbers than it has room for.',
    instead: 'Write none before the release before is gone.',
    bad: ['ALTER TABLE shop_book ALTER slug TYPE text, ALTER isbn TYPE varchar(20)'],
    good: ['ALTER TABLE shop_book ALTER slug TYPE varchar'],
    finds: retyped(
      (change) => change !== undefined && narrows({ ...change, from: change.to, to: change.from }) && !narrows(change),
    ),
  },
  {
    id: 'D106',
    name: 'lossy-conversion',
    severity: 'warning',
    about: 'data',
    title: 'a type that keeps a part of each value only',
    why: 'The rest is gone, and nothing brings it back.',
    instead: 'A new column beside the old one, which stays as long as its values may be asked for.',
    bad: ['ALTER TABLE shop_book ALTER printed TYPE date'],
    good: ['ALTER TABLE shop_book ALTER stock TYPE numeric'],
    finds: retyped((change) => change !== undefined && losesParts(change)),
  },
]

type Test = (change: TypeChangeFacts | undefined, action: ActionOf<'alter-type'>, subject: Subject) => boolean

/** A test of the change of a type; undefined: nothing is known of the old one. */
function retyped(test: Test): Rule['finds'] {
  return onLive('alter-type', (action, subject) => {
    const { table, column, type: to, using, computed } = action
    const from = subject.picture.column(table, column)?.type
    const { domains } = subject.picture
    const change = from && { from, to, using, computed: computed === true, domains }
    const named = `${table}.${column}, ${from === undefined ? '' : `${typeText(from)} `}to ${typeText(to)}`
    return test(change, action, subject) && named
  })
}

/** Before the operation: constraints may have stepped aside since. */
function startOf({ of, isOwnSql, picture }: Subject): Subject['picture'] {
  return isOwnSql ? picture : of.start
}

function comesBackNotValid({ transaction }: Subject, name: string): boolean {
  return transaction.subjects.some(
    ({ action }) => action.kind === 'add-constraint' && action.constraint.name === name && !action.constraint.valid,
  )
}
