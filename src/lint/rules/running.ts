import { maxNameBytes } from '../../sql/names'
import type { Rule } from '../rule'
import { namesIn } from '../sql/names'
import { earlier, ofKind, on, sets } from '../subject'

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
    // The parser has cut it already.
    finds: ({ isOwnSql, statement }) =>
      isOwnSql ? [...namesIn(statement.sql)].find((name) => Buffer.byteLength(name) > maxNameBytes) : undefined,
  },
  {
    id: 'T112',
    name: 'unqualified-name',
    severity: 'off',
    about: 'running',
    title: 'a table without its schema',
    why: 'Which one it is depends on the search path of whoever runs the migration.',
    instead: 'The schema in front of the name.',
    bad: ['ALTER TABLE shop_book ADD COLUMN pages integer'],
    good: ['ALTER TABLE public.shop_book ADD COLUMN pages integer'],
    finds: (subject) => {
      const temporary = ofKind(earlier(subject), 'create-table').filter(({ action }) => action.temporary)
      const own = new Set(temporary.map(({ action }) => action.table))
      const names = subject.statement.unqualified.filter((name) => !own.has(name))
      return subject.isOwnSql && names.length > 0 ? names.join(', ') : undefined
    },
  },
  {
    id: 'T114',
    name: 'setting-that-stays',
    severity: 'error',
    about: 'running',
    title: 'a setting that outlives the migration',
    why: 'The next user of the connection has it too.',
    instead: 'SET LOCAL; or RESET in the same text.',
    bad: ["SET statement_timeout = '1s'"],
    good: ["SET LOCAL statement_timeout = '1s'"],
    finds: on('set', ({ name, local }, subject) => {
      const { subjects } = subject.of
      const isReset = ofKind(subjects.slice(subjects.indexOf(subject)), 'reset').some(({ action }) =>
        sets(action, name),
      )
      return subject.isOwnSql && !local && !isReset && name
    }),
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
