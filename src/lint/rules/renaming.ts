import type { Rule } from '../rule'
import { isNewColumn, later, ofKind, on, onLive, type Subject } from '../subject'

/** Names that the release before goes on to use. */
export const renaming: readonly Rule[] = [
  {
    id: 'C501',
    name: 'rename-column',
    severity: 'error',
    about: 'releases',
    title: 'a column gets another name',
    why: 'All queries of the release before that name it fail (42703).',
    instead:
      'Keep the name in the database: `dbColumn` of the field. Or rename the table too, and give a view with both columns its name, in one transaction.',
    bad: ['ALTER TABLE shop_book RENAME COLUMN slug TO label'],
    good: ['ALTER TABLE shop_book ADD COLUMN label text'],
    finds: onLive('rename-column', ({ table, column, to }, subject) => {
      const stays = isNewColumn(subject, table, column) || viewAfter(subject, table)?.gives.includes(column) === true
      return !stays && `${table}.${column} to ${to}`
    }),
  },
  {
    id: 'C502',
    name: 'rename-table',
    severity: 'error',
    about: 'releases',
    title: 'a table gets another name',
    why: 'All queries of the release before that name it fail (42P01).',
    instead:
      'Keep the name in the database: `dbTable` of the model. Or give a view the old name, in the same transaction.',
    bad: ['ALTER TABLE shop_book RENAME TO shop_volume'],
    good: ['CREATE TABLE shop_note (id bigint); ALTER TABLE shop_note RENAME TO shop_remark'],
    finds: onLive('rename-table', ({ table, to }, subject) => !viewAfter(subject, table) && `${table} to ${to}`),
  },
  {
    id: 'C503',
    name: 'rename-schema',
    severity: 'error',
    about: 'releases',
    title: 'a table or a schema is somewhere else from now on',
    why: 'All queries of the release before that name it fail (42P01).',
    instead: 'Leave it where it is.',
    bad: ['ALTER TABLE shop_book SET SCHEMA archive'],
    good: ['CREATE SCHEMA archive'],
    finds: onLive(['set-schema', 'rename-schema'], (action) =>
      action.kind === 'set-schema' ? action.table : action.schema,
    ),
  },
  {
    id: 'C504',
    name: 'rename-enum-value',
    severity: 'error',
    about: 'releases',
    title: 'a value of an enum type gets another name',
    why: 'The release before fails as soon as it writes the old one (22P02).',
    instead: 'Add the new value; write it from the next release on; change the old rows; remove the old value.',
    bad: ["ALTER TYPE shop_mood RENAME VALUE 'sad' TO 'unhappy'"],
    good: ["ALTER TYPE shop_mood ADD VALUE 'unhappy'"],
    finds: on('rename-enum-value', (action) => `'${action.value}' of ${action.enum}`),
  },
  {
    id: 'L505',
    name: 'rename-constraint-or-index',
    severity: 'info',
    about: 'locks',
    title: 'a constraint or an index gets another name',
    why: 'A short lock; and ON CONFLICT ON CONSTRAINT knows the old name only.',
    instead: 'Nothing, if nothing names it.',
    bad: ['ALTER INDEX shop_book_slug_idx RENAME TO i'],
    good: ['ALTER TABLE shop_book ADD COLUMN label text'],
    finds: onLive('rename-part', ({ from, to }) => `${from} to ${to}`),
  },
]

/** The view that has the name of a table when the transaction ends. */
function viewAfter(subject: Subject, table: string) {
  const { transaction } = subject
  const made = ofKind(later(subject), 'create-view').find((each) => each.action.view === table)
  return transaction.isOne && made?.transaction === transaction ? made.action : undefined
}
