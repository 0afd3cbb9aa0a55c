import type { Rule } from '../rule'
import {
  comesBack,
  comesBackOverSame,
  earlier,
  goesWithColumn,
  isLive,
  isNewColumn,
  ofKind,
  on,
  onLive,
  type Subject,
  stepsAside,
} from '../subject'

/** What the release before still uses, and what cannot be brought back. */
export const dropping: readonly Rule[] = [
  {
    id: 'X501',
    name: 'drop-column',
    severity: 'error',
    about: 'releases',
    title: 'a column is dropped with its values',
    why: 'Nothing brings them back.',
    instead:
      'Take the field out of the models in one release (SeparateDatabaseAndState, stateOperations), and drop the column in a later one.',
    bad: ['ALTER TABLE shop_book DROP COLUMN slug'],
    good: ['ALTER TABLE shop_book DROP COLUMN of_a_release_before'],
    finds: onLive('drop-column', (action, subject) => isKnown(subject, action) && `${action.table}.${action.column}`),
  },
  {
    id: 'X502',
    name: 'drop-table',
    severity: 'error',
    about: 'releases',
    title: 'a table is dropped with its rows',
    why: 'Nothing brings them back, and the release before still reads it (42P01).',
    instead: 'Take the model out in one release (SeparateDatabaseAndState), and drop the table in a later one.',
    bad: ['DROP TABLE shop_book'],
    good: ['CREATE TABLE shop_note (id bigint); DROP TABLE shop_note'],
    finds: onLive('drop-table', ({ table }, { run }) => !run.start.retired.has(table) && table),
  },
  {
    id: 'X503',
    name: 'drop-schema',
    severity: 'error',
    about: 'releases',
    title: 'a whole schema or database is dropped',
    why: 'Nothing brings back what is in it.',
    instead: 'Drop what is in it, one by one, when nothing uses it.',
    bad: ['DROP SCHEMA shop'],
    good: ['CREATE SCHEMA shop'],
    finds: on('drop-other', ({ what, name }) => (what === 'schema' || what === 'database') && `${what} ${name}`),
  },
  {
    id: 'X504',
    name: 'truncate',
    severity: 'error',
    about: 'releases',
    title: 'a table is emptied',
    why: 'Nothing brings the rows back, and nobody reads or writes the table meanwhile.',
    instead: 'Delete the rows a few at a time.',
    bad: ['TRUNCATE shop_book'],
    good: ['CREATE TABLE shop_note (id bigint); TRUNCATE shop_note'],
    finds: onLive('truncate', ({ table, cascade }) => `${table}${cascade ? ' and all that refer to it' : ''}`),
  },
  {
    id: 'X506',
    name: 'cascade',
    severity: 'error',
    about: 'releases',
    title: 'CASCADE or DROP OWNED drops what nobody has named',
    why: 'Views, foreign keys and columns go with it, and the models know nothing of that.',
    instead: 'Drop them by name.',
    bad: ['DROP TABLE shop_author CASCADE'],
    good: ['DROP INDEX CONCURRENTLY shop_book_slug_idx'],
    finds: onLive(
      ['drop-table', 'drop-column', 'drop-constraint', 'drop-view', 'drop-other', 'drop-owned'],
      (action) => (action.kind === 'drop-owned' ? `what ${action.role} owns` : action.cascade && nameOf(action)),
    ),
  },
  {
    id: 'C103',
    name: 'removed-but-read',
    severity: 'error',
    about: 'releases',
    title: 'a column goes that the release before reads',
    why: 'Its queries fail (42703) until it is gone.',
    instead: 'Take the field out of the models in one release, and drop the column in a later one.',
    bad: ['ALTER TABLE shop_book DROP COLUMN slug'],
    good: ['ALTER TABLE shop_book DROP COLUMN of_a_release_before'],
    finds: onLive('drop-column', (action, subject) => isKnown(subject, action) && `${action.table}.${action.column}`),
  },
  {
    id: 'C104',
    name: 'removed-but-required',
    severity: 'error',
    about: 'releases',
    title: 'a column that takes no NULL, and that the new release does not fill',
    why: 'Where new code runs before the column is dropped, its INSERTs fail (23502).',
    instead: 'A release before that gives the column a default, or lets it be NULL.',
    bad: ['ALTER TABLE shop_book DROP COLUMN title'],
    good: ['ALTER TABLE shop_book DROP COLUMN of_a_release_before'],
    finds: onLive('drop-column', (action, subject) => {
      const column = subject.of.start.column(action.table, action.column)
      const isRequired = column !== undefined && !column.nullable && column.default === 'none' && !column.counts
      return isRequired && !column.generated && isKnown(subject, action) && `${action.table}.${action.column}`
    }),
  },
  {
    id: 'C105',
    name: 'removed-foreign-key-blocks-delete',
    severity: 'error',
    about: 'releases',
    title: 'a foreign key of which the new release knows nothing any more',
    why: 'Where new code runs before the column is dropped, it cannot delete rows that are referred to (23503).',
    instead: 'Drop the foreign key in a release before.',
    bad: ['ALTER TABLE shop_book DROP COLUMN author_id'],
    good: ['ALTER TABLE shop_book DROP CONSTRAINT shop_book_author_id_fkey'],
    finds: onLive('drop-column', (action, subject) => {
      const { table, column } = action
      const keys = subject.of.start.constraints(table).filter(({ kind }) => kind === 'foreign')
      const isForeign = keys.some(({ columns }) => columns.includes(column))
      return isForeign && isKnown(subject, action) && `${table}.${column}`
    }),
  },
  {
    id: 'C115',
    name: 'conflict-target-lost',
    severity: 'error',
    about: 'releases',
    title: 'a key is dropped that an upsert may name',
    why: 'ON CONFLICT over its columns fails (42P10) in the release before.',
    instead: 'First a release that does not use it.',
    bad: ['ALTER TABLE shop_book DROP CONSTRAINT shop_book_isbn_key'],
    good: ['ALTER TABLE shop_book DROP CONSTRAINT shop_book_price_check'],
    finds: on(['drop-constraint', 'drop-index'], (action, subject) => {
      if (action.kind === 'drop-index') return keyLost(subject, action.name)
      const kind = isLive(subject) ? droppedForGood(subject, action)?.kind : undefined
      return (kind === 'unique' || kind === 'primary') && `${action.name} of ${action.table}`
    }),
  },
  {
    id: 'L317',
    name: 'drop-replica-identity',
    severity: 'error',
    about: 'releases',
    title: 'a published table loses that by which subscribers know its rows',
    why: 'Every UPDATE and DELETE of it fails from now on (55000).',
    instead: 'ALTER TABLE … REPLICA IDENTITY first: USING INDEX another one, or FULL.',
    bad: [
      'CREATE PUBLICATION shop FOR TABLE shop_author, shop_account',
      'ALTER TABLE shop_account DROP CONSTRAINT shop_account_pkey',
    ],
    good: [
      'CREATE PUBLICATION shop FOR TABLE shop_author, shop_account',
      'ALTER TABLE shop_account REPLICA IDENTITY FULL',
      'ALTER TABLE shop_account DROP CONSTRAINT shop_account_pkey',
    ],
    finds: onLive(['drop-constraint', 'drop-column', 'replica-identity'], (action, subject) => {
      const { table } = action
      const { picture, transaction, of } = subject
      if (action.kind === 'replica-identity') return action.by === 'nothing' && picture.isPublished(table) && table
      const key = picture.constraints(table).find(({ kind }) => kind === 'primary')
      const goes = action.kind === 'drop-column' ? key?.columns.includes(action.column) : key?.name === action.name
      const isNamed = picture.isPublished(table) && picture.tables.get(table)?.identifiedByKey === true
      const replaced = ofKind([...transaction.subjects, ...of.subjects], 'add-constraint').some(
        (each) => each.action.table === table && each.action.constraint.kind === 'primary',
      )
      return goes === true && isNamed && !replaced && table
    }),
  },
  {
    id: 'L310',
    name: 'drop-table-with-foreign-keys',
    severity: 'warning',
    about: 'locks',
    title: 'dropping a table locks those that it refers to',
    why: 'Nobody reads or writes any of them until the transaction ends.',
    instead: 'Drop each foreign key in a transaction of its own before.',
    bad: ['DROP TABLE shop_book'],
    good: ['CREATE TABLE shop_note (id bigint); DROP TABLE shop_note'],
    finds: onLive('drop-table', ({ table }, { picture }) => {
      const targets = picture.constraints(table).flatMap(({ kind, target }) => (kind === 'foreign' && target) || [])
      const others = [...new Set(targets)].filter((target) => target !== table && picture.isLive(target))
      return others.length > 0 && `${table}: ${others.join(', ')}`
    }),
  },
  {
    id: 'L311',
    name: 'drop-constraint',
    severity: 'warning',
    about: 'releases',
    title: 'a constraint is dropped',
    why: 'From now on rows may be written that the release before does not expect.',
    instead: 'Write none before the release before is gone.',
    bad: ['ALTER TABLE shop_book DROP CONSTRAINT shop_book_price_check'],
    good: ['ALTER TABLE shop_book DROP COLUMN of_a_release_before'],
    finds: onLive('drop-constraint', (action, subject) => {
      const dropped = droppedForGood(subject, action)
      return dropped !== undefined && `${action.name} of ${action.table}`
    }),
  },
  {
    id: 'L217',
    name: 'foreign-key-made-anew',
    severity: 'error',
    about: 'locks',
    title: 'a foreign key is dropped and added again',
    why: 'Both tables are read as a whole while nobody writes them.',
    instead: 'The new one beside the old one, NOT VALID and then validated; the old one goes after that.',
    bad: [
      'ALTER TABLE shop_book DROP CONSTRAINT shop_book_author_id_fkey; ALTER TABLE shop_book ADD CONSTRAINT shop_book_author_id_fkey FOREIGN KEY (author_id) REFERENCES shop_author ON DELETE CASCADE',
    ],
    good: [
      'ALTER TABLE shop_book ADD CONSTRAINT author FOREIGN KEY (author_id) REFERENCES shop_author ON DELETE CASCADE NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT author',
    ],
    finds: onLive('add-constraint', ({ table, constraint }, subject) => {
      const { kind, name, valid } = constraint
      // Around a change of type that is another rule.
      const isAnew = comesBack(subject, table, name) && !stepsAside(subject, table, name)
      return kind === 'foreign' && valid && isAnew && `${name} of ${table}`
    }),
  },
]

interface OfTable {
  readonly table: string
}

/** Whether the models of the release before have it: the database is known, and the column in it. */
function isKnown(subject: Subject, { table, column }: OfTable & { readonly column: string }): boolean {
  const { start } = subject.of
  return !isNewColumn(subject, table, column) && (!start.tables.has(table) || start.column(table, column) !== undefined)
}

/** The constraint that is gone in the end, and not only because its column is, or because it was a proof. */
function droppedForGood(subject: Subject, { table, name }: OfTable & { readonly name: string }) {
  const { picture, run, of } = subject
  const constraint = of.start.constraint(table, name) ?? picture.constraint(table, name)
  if (constraint === undefined) return picture.tables.has(table) ? undefined : ({ kind: 'unknown' } as const)
  const isHelper = run.start.tables.has(table) && run.start.constraint(table, name) === undefined
  const wasProof =
    constraint.proves.length > 0 &&
    constraint.proves.every((column) => picture.column(table, column)?.nullable === false)
  const stays = comesBackOverSame(subject, table, name) || goesWithColumn(subject, table, constraint.columns)
  return isHelper || wasProof || stays || constraint.kind === 'not null' ? undefined : constraint
}

/** A unique index that goes, while no other over its columns is there. */
function keyLost(subject: Subject, name: string): string | false {
  const { picture } = subject
  const owner = picture.tableOfIndex(name)
  const index = owner?.indexes.get(name)
  if (owner === undefined || owner.isNew || index?.unique !== true) return false
  const isNew = ofKind(earlier(subject), 'create-index').some(({ action }) => action.index.name === name)
  const isReplaced = picture
    .indexes(owner.name)
    .some((other) => other.unique && other.name !== name && other.columns.join() === index.columns.join())
  return !isNew && !isReplaced && !goesWithColumn(subject, owner.name, index.columns) && `${name} of ${owner.name}`
}

function nameOf(action: object): string {
  const { table, column, name, view } = action as Readonly<Record<string, string | undefined>>
  return column !== undefined ? `${table}.${column}` : (name ?? view ?? table ?? '')
}
