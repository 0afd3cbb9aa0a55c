import type { Action, ActionOf, ConstraintFacts } from '../action'
import type { Rule } from '../rule'
import { earlier, ofKind, onLive, type Subject } from '../subject'

/** What is asked of the rows that are there, where it is known that they are not so. */
export const existingRows: readonly Rule[] = [
  {
    id: 'D101',
    name: 'duplicates',
    severity: 'warning',
    about: 'data',
    title: 'a key over values that are there more than once',
    why: 'The index cannot be built.',
    instead: 'Make the values differ before.',
    bad: ['ALTER TABLE shop_book ADD COLUMN code integer UNIQUE DEFAULT 1'],
    good: ['ALTER TABLE shop_book ADD COLUMN code integer DEFAULT 1'],
    finds: onLive(['add-column', 'add-constraint', 'create-index'], (action, subject) => {
      const { table } = action
      const columns = keyOf(subject)
      if (columns === undefined) return false
      const found = subject.run.data.duplicates.has(`${table}(${columns.join(', ')})`)
      const [column, ...others] = columns
      const isSame = others.length === 0 && column !== undefined && isTheSameInAllRows(subject, table, column)
      return (found || isSame) && `${table}(${columns.join(', ')})`
    }),
  },
  {
    id: 'D102',
    name: 'nulls',
    severity: 'warning',
    about: 'data',
    title: 'NOT NULL for a new column that nothing has filled',
    why: 'It is NULL in every row there is: the change fails (23502, and 23514 for a check).',
    instead: 'A default in ADD COLUMN, or a migration in between that fills the rows.',
    bad: ['ALTER TABLE shop_book ADD COLUMN pages integer', 'ALTER TABLE shop_book ALTER pages SET NOT NULL'],
    good: [
      'ALTER TABLE shop_book ADD COLUMN pages integer DEFAULT 1',
      'ALTER TABLE shop_book ALTER pages SET NOT NULL',
    ],
    finds: onLive(['set-not-null', 'add-constraint', 'validate-constraint'], (action, subject) => {
      const empty = columnsHeld(action, subject).filter((column) => isEmpty(subject, action.table, column))
      return empty.length > 0 && `${action.table}.${empty.join(', ')}`
    }),
  },
  {
    id: 'D103',
    name: 'orphans',
    severity: 'warning',
    about: 'data',
    title: 'a foreign key of rows to a table that is still empty',
    why: 'Each row refers to one that is not there, and the change fails (23503).',
    instead: 'The rows of the new table first; or a column that may be NULL.',
    bad: [
      'CREATE TABLE shop_kind (id bigint PRIMARY KEY)',
      'ALTER TABLE shop_book ADD COLUMN kind_id bigint DEFAULT 1 REFERENCES shop_kind',
    ],
    good: [
      'CREATE TABLE shop_kind (id bigint PRIMARY KEY); INSERT INTO shop_kind VALUES (1)',
      'ALTER TABLE shop_book ADD COLUMN kind_id bigint DEFAULT 1 REFERENCES shop_kind',
    ],
    finds: onLive(['add-column', 'add-constraint', 'validate-constraint'], (action, subject) => {
      const keys = foreignKeysHeld(action, subject).filter(
        ({ target }) => target !== undefined && isEmptyTable(subject, target),
      )
      const full = keys.find(({ columns }) => columns.every((column) => hasValues(subject, action, column)))
      return full !== undefined && `${action.table}(${full.columns.join(', ')}) to ${full.target}`
    }),
  },
]

/** The columns of a key that comes to be; undefined: the action makes none. */
function keyOf({ action }: Subject): readonly string[] | undefined {
  const isKey = ({ kind }: { readonly kind: string }): boolean => kind === 'unique' || kind === 'primary'
  switch (action.kind) {
    case 'add-column':
      return action.constraints.find(isKey)?.columns
    case 'add-constraint':
      return isKey(action.constraint) && action.constraint.usingIndex === undefined
        ? action.constraint.columns
        : undefined
    case 'create-index':
      return action.index.unique && action.index.plain ? action.index.columns : undefined
    default:
      return undefined
  }
}

/** A new column that all rows have the default of. */
function isTheSameInAllRows({ run, action }: Subject, table: string, column: string): boolean {
  const added = run.subjects
    .map((each) => each.action)
    .find((each) => each.kind === 'add-column' && each.table === table && each.column.name === column)
  const definition = added ?? action
  return definition.kind === 'add-column' && definition.column.default === 'steady'
}

type OfConstraint = ActionOf<'add-constraint'> | ActionOf<'validate-constraint'>

/** The columns that all rows are held to have a value in. */
function columnsHeld(action: ActionOf<'set-not-null'> | OfConstraint, subject: Subject): readonly string[] {
  if (action.kind === 'set-not-null') return [action.column]
  const constraint = constraintHeld(action, subject)
  if (constraint?.kind !== 'primary') return constraint?.proves ?? []
  const { usingIndex, columns } = constraint
  const index = usingIndex === undefined ? undefined : subject.picture.tables.get(action.table)?.indexes.get(usingIndex)
  return index?.columns ?? columns
}

/** The constraint that all rows are held to, now. */
function constraintHeld(action: OfConstraint, { picture }: Subject): ConstraintFacts | undefined {
  if (action.kind === 'validate-constraint') return picture.constraint(action.table, action.name)
  return action.constraint.valid ? action.constraint : undefined
}

function foreignKeysHeld(action: ActionOf<'add-column'> | OfConstraint, subject: Subject): readonly ConstraintFacts[] {
  const held = action.kind === 'add-column' ? action.constraints : [constraintHeld(action, subject)]
  return held.flatMap((one) => (one?.kind === 'foreign' ? one : []))
}

/** A new column without a default, of a table whose rows nothing has changed since. */
function isEmpty(subject: Subject, table: string, column: string): boolean {
  const before = earlier(subject)
  const added = ofKind(before, 'add-column').findLast(
    ({ action }) => action.table === table && action.column.name === column,
  )
  if (added === undefined) return false
  const { nullable, default: given, counts, generated, type } = added.action.column
  const isNull = nullable && given === 'none' && counts === undefined && generated === undefined
  // A domain may have a default of its own.
  if (!isNull || subject.picture.domains.has(type.name)) return false
  return !before.slice(before.indexOf(added)).some(({ action }) => mayChangeRows(action, table))
}

/** A table that was made in this run, and that nothing has been put into since. */
function isEmptyTable(subject: Subject, table: string): boolean {
  const before = earlier(subject)
  const made = ofKind(before, 'create-table').findLast(({ action }) => action.table === table)
  // One made of a query has rows at once.
  if (made === undefined || made.action.columns.length === 0) return false
  return !before.slice(before.indexOf(made)).some(({ action }) => mayChangeRows(action, table))
}

function mayChangeRows(action: Action, table: string): boolean {
  if (action.kind === 'code' || action.kind === 'opaque' || action.kind === 'call') return true
  return 'table' in action && action.table === table && changingRows.has(action.kind)
}

const changingRows: ReadonlySet<Action['kind']> = new Set([
  'insert',
  'update',
  'delete',
  'truncate',
  'alter-type',
  'attach',
])

/** Whether every row has a value there; a default that came later gives none to those that were there. */
function hasValues(subject: Subject, action: ActionOf<'add-column'> | OfConstraint, column: string): boolean {
  const { picture, run } = subject
  const added = ofKind(run.subjects, 'add-column').find(
    (each) => each.action.table === action.table && each.action.column.name === column,
  )
  const isGiven = added !== undefined && added.action.column.default !== 'none'
  return isGiven || picture.column(action.table, column)?.nullable === false
}
