import type { ActionOf, ConstraintFacts } from '../action'
import { added, twice } from '../added'
import { typeText } from '../pg-type'
import type { Rule } from '../rule'
import { comesBack, later, ofKind, on, onLive, type Subject, stepsAside } from '../subject'

/** Foreign keys, which concern two tables. */
export const foreignKeys: readonly Rule[] = [
  {
    id: 'L301',
    name: 'foreign-key-valid',
    severity: 'error',
    about: 'locks',
    title: 'a foreign key that is held to all rows at once',
    why: 'Both tables are read as a whole while nobody writes them.',
    instead: twice,
    bad: ['ALTER TABLE shop_account ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author'],
    good: [
      'ALTER TABLE shop_account ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author NOT VALID',
      'ALTER TABLE shop_account VALIDATE CONSTRAINT a',
    ],
    // One that comes back is a rule of its own.
    finds: added('foreign', ({ valid, name }, subject, table) => valid && !comesBack(subject, table, name)),
  },
  {
    id: 'L309',
    name: 'many-foreign-keys',
    severity: 'error',
    about: 'locks',
    title: 'several foreign keys in one transaction',
    why: 'It locks one table after the other; who does so in another order waits for ever, and one of the two fails.',
    instead: 'Each in a transaction of its own.',
    bad: ['CREATE TABLE shop_pair (a bigint REFERENCES shop_author, b bigint REFERENCES shop_book)'],
    good: ['CREATE TABLE shop_note (a bigint)'],
    finds: on(['add-constraint', 'add-column', 'create-table'], (_, subject) => {
      const before = subject.transaction.subjects.slice(0, subject.transaction.subjects.indexOf(subject))
      const own = countAdded(subject)
      const count = own + before.reduce((sum, each) => sum + countAdded(each), 0)
      const wasMany = count - own > 1
      return subject.transaction.isOne && own > 0 && count > 1 && !wasMany && `${count} of them`
    }),
  },
  {
    id: 'L312',
    name: 'foreign-key-type',
    severity: 'warning',
    about: 'data',
    title: 'a foreign key between columns of two types',
    why: 'Values of one that the other cannot hold fail late, and joins convert each row.',
    instead: 'The same type on both sides.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT s FOREIGN KEY (stock) REFERENCES shop_author NOT VALID'],
    good: ['ALTER TABLE shop_account ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author NOT VALID'],
    finds: onLive(['create-table', 'add-column', 'add-constraint'], (action, { picture }) => {
      const after = picture.after(action)
      for (const constraint of constraintsOf(action).filter(({ kind }) => kind === 'foreign')) {
        const { columns, target = '' } = constraint
        const referred = after.columnsReferred(constraint)
        for (const [index, column] of columns.entries()) {
          const own = after.column(action.table, column)?.type
          const other = after.column(target, referred[index] ?? '')?.type
          if (own === undefined || other === undefined || own.name === other.name) continue
          return `${action.table}.${column}, ${typeText(own)} to ${typeText(other)}`
        }
      }
      return false
    }),
  },
  {
    id: 'L313',
    name: 'foreign-key-without-index',
    severity: 'info',
    about: 'data',
    title: 'a foreign key without an index',
    why: 'Each DELETE of a row that is referred to reads the whole table.',
    instead: 'An index over its columns, built CONCURRENTLY before.',
    bad: ['ALTER TABLE shop_book ADD CONSTRAINT s FOREIGN KEY (stock) REFERENCES shop_author NOT VALID'],
    good: ['ALTER TABLE shop_account ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author NOT VALID'],
    finds: onLive('add-constraint', ({ table, constraint: { kind, columns } }, subject) => {
      const built = ofKind(later(subject), 'create-index').filter(({ action }) => action.table === table)
      const indexes = [...subject.picture.indexes(table), ...built.map(({ action }) => action.index)]
      const isFound = indexes.some((index) => index.columns[0] === columns[0])
      return kind === 'foreign' && subject.picture.tables.has(table) && !isFound && `${table}.${columns.join(', ')}`
    }),
  },
  {
    id: 'L315',
    name: 'foreign-key-not-valid-partitioned',
    severity: 'error',
    about: 'data',
    title: 'a foreign key NOT VALID of a partitioned table',
    why: 'PostgreSQL refuses it before 18 (42809).',
    instead:
      'The foreign key of each partition first, NOT VALID and validated; then that of the table takes them over.',
    bad: ['ALTER TABLE shop_sale ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author NOT VALID'],
    good: ['ALTER TABLE shop_sale_2020 ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author NOT VALID'],
    finds: on('add-constraint', ({ table, constraint: { kind, valid, name } }, { picture, run }) => {
      const isPartitioned = picture.tables.get(table)?.partitionKey !== undefined
      return kind === 'foreign' && !valid && isPartitioned && run.version < 18 && `${name} of ${table}`
    }),
  },
  {
    id: 'L319',
    name: 'on-delete-implicit',
    severity: 'off',
    about: 'data',
    title: 'a foreign key that does not say what becomes of rows that refer to one that is deleted',
    why: 'Without ON DELETE the row cannot be deleted, which readers may not expect.',
    instead: 'ON DELETE with what is meant; NO ACTION is what it is now.',
    bad: ['ALTER TABLE shop_account ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author NOT VALID'],
    good: [
      'ALTER TABLE shop_account ADD CONSTRAINT a FOREIGN KEY (id) REFERENCES shop_author ON DELETE NO ACTION NOT VALID',
    ],
    finds: on(['create-table', 'add-column', 'add-constraint'], (action, { isOwnSql, statement }) => {
      const silent = constraintsOf(action).find(({ kind, onDelete }) => kind === 'foreign' && onDelete === 'nothing')
      // The parser does not tell NO ACTION from nothing.
      const isSaid = /\bon\s+delete\s+no\s+action\b/i.test(statement.sql)
      return isOwnSql && silent !== undefined && !isSaid && `${silent.name} of ${action.table}`
    }),
  },
  {
    id: 'L308',
    name: 'create-table-foreign-key',
    severity: 'warning',
    about: 'locks',
    title: 'a new table locks those that it refers to',
    why: 'Nobody writes them until the transaction ends.',
    instead: 'Create the table first, and add each foreign key in a transaction of its own.',
    bad: ['CREATE TABLE shop_note (book_id bigint REFERENCES shop_book)'],
    good: ['CREATE TABLE shop_note (book_id bigint)'],
    finds: on(['create-table', 'add-constraint'], (action, { picture }) => {
      const isNew = action.kind === 'create-table' || !picture.isLive(action.table)
      const constraints = action.kind === 'create-table' ? action.constraints : [action.constraint]
      const targets = constraints.flatMap(({ kind, target }) => (kind === 'foreign' && target) || [])
      const live = [...new Set(targets)].filter((target) => target !== action.table && picture.isLive(target))
      return isNew && live.length > 0 && `${action.table}: ${live.join(', ')}`
    }),
  },
]

type Constraining = ActionOf<'create-table'> | ActionOf<'add-column'> | ActionOf<'add-constraint'>

function constraintsOf(action: Constraining): readonly ConstraintFacts[] {
  return action.kind === 'add-constraint' ? [action.constraint] : action.constraints
}

/** Those that an action adds between tables of which others use one. */
function countAdded(subject: Subject): number {
  const { action, picture } = subject
  const of = (constraints: readonly ConstraintFacts[], isLive: boolean): number =>
    constraints.filter(({ kind, target }) => kind === 'foreign' && (isLive || (target && picture.isLive(target))))
      .length
  switch (action.kind) {
    case 'add-constraint':
      if (stepsAside(subject, action.table, action.constraint.name)) return 0
      return of([action.constraint], picture.isLive(action.table))
    case 'add-column':
      return of(action.constraints, picture.isLive(action.table))
    case 'create-table':
      return of(
        action.constraints.filter(({ target }) => target !== action.table),
        false,
      )
    default:
      return 0
  }
}
