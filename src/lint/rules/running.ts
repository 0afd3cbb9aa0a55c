import { maxNameBytes } from '../../sql/names'
import type { Rule } from '../rule'
import { on, type Subject } from '../subject'

/** Found by the linter itself, when it has all findings. */
export const unusedAssurance: Rule = {
  id: 'H109',
  name: 'unused-assurance',
  severity: 'warning',
  about: 'running',
  title: 'nothing to answer for',
  why: 'Nothing is found there, or no more: whoever reads it is misled.',
  instead: 'Take it out.',
  bad: [],
  good: ['ALTER TABLE shop_book ADD COLUMN pages integer'],
  finds: () => undefined,
}

/** What migrate relies on when it runs a migration. */
export const running: readonly Rule[] = [
  {
    id: 'T107',
    name: 'nested-begin',
    severity: 'error',
    about: 'running',
    title: 'BEGIN, COMMIT or ROLLBACK in a migration',
    why: 'It ends the transaction that migrate has opened: the record of the migration is not in it any more.',
    instead: 'Leave it out; `atomic: false` for what must not be in one.',
    bad: ['BEGIN; ALTER TABLE shop_book ADD COLUMN pages integer; COMMIT'],
    good: ['ALTER TABLE shop_book ADD COLUMN pages integer'],
    finds: on('transaction', ({ word }) => word),
  },
  {
    id: 'T110',
    name: 'opaque-sql',
    severity: 'warning',
    about: 'running',
    title: 'SQL that cannot be read',
    why: 'Nobody knows before what it locks.',
    instead: 'Plain statements; or an assurance that says why it is safe.',
    bad: ['DO $$ BEGIN ALTER TABLE shop_book ADD COLUMN pages integer; END $$'],
    good: ['ALTER TABLE shop_book ADD COLUMN pages integer'],
    finds: on('opaque', ({ what }, { isOwnSql }) => isOwnSql && what),
  },
  {
    id: 'T111',
    name: 'long-identifier',
    severity: 'error',
    about: 'running',
    title: 'a name that is too long',
    why: `PostgreSQL cuts it after ${maxNameBytes} bytes and says nothing.`,
    instead: 'A shorter name.',
    bad: [`CREATE TABLE ${'shop_'.repeat(13)} (id bigint)`],
    good: ['CREATE TABLE shop_note (id bigint)'],
    // The parser cuts it as well.
    finds: (subject) => {
      const text = subject.statement.sql.toLowerCase()
      const isCut = (name: string): boolean => /^[\w$]/.test(text.slice(text.indexOf(name) + name.length))
      const cut = namesMade(subject).filter((name) => Buffer.byteLength(name) === maxNameBytes)
      return subject.isOwnSql ? cut.find((name) => isCut(name.toLowerCase())) : undefined
    },
  },
  {
    id: 'T114',
    name: 'setting-that-stays',
    severity: 'error',
    about: 'running',
    title: 'a setting that outlives the migration',
    why: 'The next user of the connection has it too.',
    instead: 'SET LOCAL.',
    bad: ["SET statement_timeout = '1s'"],
    good: ["SET LOCAL statement_timeout = '1s'"],
    finds: on('set', ({ name, local }, { isOwnSql }) => isOwnSql && !local && name),
  },
  {
    id: 'H107',
    name: 'no-reverse',
    severity: 'info',
    about: 'running',
    title: 'an operation that cannot be undone',
    why: 'migrate refuses to take the migration back.',
    instead: '`reverseSql` or `reverseCode`; RunSQL.noop where nothing has to be undone.',
    bad: [],
    good: ['ALTER TABLE shop_book ADD COLUMN pages integer'],
    finds: (subject) => {
      const { subjects, operation } = subject.of
      return subjects[0] === subject ? operation.irreversible() : undefined
    },
  },
  unusedAssurance,
]

function namesMade({ action }: Subject): readonly string[] {
  switch (action.kind) {
    case 'create-table':
      return [action.table, ...action.columns.map(({ name }) => name)].map(ownName)
    case 'add-column':
      return [action.column.name]
    case 'create-index':
      return [action.index.name]
    case 'add-constraint':
      return [action.constraint.name]
    case 'rename-table':
    case 'rename-column':
    case 'rename-part':
      return [action.to]
    default:
      return []
  }
}

function ownName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
