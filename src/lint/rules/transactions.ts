import type { ActionOf } from '../action'
import { aloneIn, inNoTransaction } from '../in-no-transaction'
import { milliseconds } from '../milliseconds'
import type { Picture } from '../picture'
import type { Rule } from '../rule'
import { lockedTable, lockedTables, lockingBefore } from '../strong-locks'
import { ofKind, on, type Subject } from '../subject'
import { endsTransaction } from '../text-transactions'

/** What is in one transaction, and what it holds meanwhile. */
export const transactions: readonly Rule[] = [
  {
    id: 'T104',
    name: 'work-after-strong-lock',
    severity: 'error',
    about: 'locks',
    title: 'rows are read at length in a transaction that has locked a table',
    why: 'Others wait for that table until the reading is done, though it has no need of the lock.',
    instead: 'A migration of its own for what reads.',
    bad: [
      'ALTER TABLE shop_code ADD COLUMN used boolean; CREATE TABLE shop_label AS SELECT DISTINCT slug FROM shop_book',
    ],
    good: [
      'ALTER TABLE shop_code ADD COLUMN used boolean',
      'CREATE TABLE shop_label AS SELECT DISTINCT slug FROM shop_book',
    ],
    finds: on(['read', 'refresh-view'], (action, subject) => {
      const before = lockingBefore(subject)
      const what = action.kind === 'refresh-view' ? action.view : readWhole(action, subject)
      return before !== undefined && what !== undefined && `${what}, while ${lockedTables(before)[0]} is locked`
    }),
  },
  {
    id: 'T105',
    name: 'many-tables-in-one-transaction',
    severity: 'warning',
    about: 'locks',
    title: 'several tables are locked in one transaction',
    why: 'The first is held while the next is waited for; who uses them in another order waits for ever, and one of the two fails.',
    instead: 'A migration for each table.',
    bad: ['ALTER TABLE shop_book ADD COLUMN pages integer; ALTER TABLE shop_author ADD COLUMN born date'],
    good: ['ALTER TABLE shop_book ADD COLUMN pages integer', 'ALTER TABLE shop_author ADD COLUMN born date'],
    finds: (subject) => {
      const table = lockedTable(subject)
      const { isOne, subjects } = subject.transaction
      if (table === undefined || !isOne) return undefined
      const before = subjects.slice(0, subjects.indexOf(subject)).filter((each) => !isInseparable(each, subject))
      const others = new Set(before.flatMap((each) => lockedTable(each) ?? []))
      const [first] = others
      // Said once, of the second.
      return others.size === 1 && first !== table ? `${first}, ${table}` : undefined
    },
  },
  {
    id: 'T106',
    name: 'mixed-transactionality',
    severity: 'error',
    about: 'running',
    title: 'CONCURRENTLY, VACUUM or the like in one text with other statements',
    why: 'PostgreSQL makes one transaction of the statements of a text, and refuses such ones in it (25001); and it drops one index CONCURRENTLY at a time (0A000).',
    instead:
      'A list, `sql: ["…", "…"]`: each statement runs by itself, and is not run again after a failure of a later one.',
    bad: ['CREATE INDEX CONCURRENTLY i ON shop_book (title); ALTER TABLE shop_book ADD COLUMN pages integer'],
    good: ['CREATE INDEX CONCURRENTLY i ON shop_book (title)', 'ALTER TABLE shop_book ADD COLUMN pages integer'],
    finds: on(inNoTransaction, (action, { transaction, statement }) => {
      // Of indexes PostgreSQL drops one in a statement.
      const [first, second] = statement.actions
      const isOfSeveral = action.kind === 'drop-index' && action === first && second !== undefined
      return (transaction.isOne || isOfSeveral) && !transaction.isOfMigrate && aloneIn(action)
    }),
  },
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
    finds: on('transaction', ({ word }, { transaction }) => transaction.isOfMigrate && word),
  },
  {
    id: 'T108',
    name: 'unclosed-transaction',
    severity: 'error',
    about: 'running',
    title: 'a transaction that the text begins and does not end',
    why: 'All that comes after it in the session is in it too, the notes of migrate as well: if one fails, all of it is gone.',
    instead: 'COMMIT in the same text; or no BEGIN, and no `atomic: false`.',
    bad: [],
    good: ['ALTER TABLE shop_book ADD COLUMN pages integer'],
    finds: on('transaction', ({ word }, { transaction }) => {
      const { isOfMigrate, subjects } = transaction
      return (
        /^(BEGIN|START)$/.test(word) && !isOfMigrate && !subjects.some(({ action }) => endsTransaction(action)) && word
      )
    }),
  },
  {
    id: 'T113',
    name: 'useless-lock-timeout',
    severity: 'warning',
    about: 'running',
    title: 'a lock timeout that protects nobody',
    why: 'While a statement waits for its lock everybody waits behind it, as long as the timeout lets it; and it counts only for locks that are still to come.',
    instead: 'A few seconds at most, before the first statement.',
    bad: ["SET LOCAL lock_timeout = '1min'; ALTER TABLE shop_book ADD COLUMN pages integer"],
    good: ["SET LOCAL lock_timeout = '2s'; ALTER TABLE shop_book ADD COLUMN pages integer"],
    finds: on('set', ({ name, value }, subject) => {
      if (name !== 'lock_timeout' || !subject.isOwnSql) return false
      const [before, after] = around(subject)
      const ms = milliseconds(value)
      const [next] = after.flatMap(lockedTables)
      if (next !== undefined && ms !== undefined && (ms === 0 || ms > longestMs)) return `${value} for ${next}`
      const held = before.flatMap(lockedTables)
      const isAnother = ofKind(before, 'set').some((each) => each.action.name === name)
      return held[0] !== undefined && next === undefined && !isAnother && `${value} after the lock on ${held[0]}`
    }),
  },
  {
    id: 'T116',
    name: 'validate-while-writes-blocked',
    severity: 'error',
    about: 'locks',
    title: 'VALIDATE in a transaction that has locked a table',
    why: 'By itself it keeps nobody waiting; here others wait for that table until all rows are read.',
    instead: 'A migration of its own.',
    bad: [
      'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID',
      'ALTER TABLE shop_book ADD COLUMN pages integer; ALTER TABLE shop_book VALIDATE CONSTRAINT c',
    ],
    good: [
      'ALTER TABLE shop_book ADD CONSTRAINT c CHECK (stock >= 0) NOT VALID',
      'ALTER TABLE shop_book VALIDATE CONSTRAINT c',
      'ALTER TABLE shop_book ADD COLUMN pages integer',
    ],
    finds: on('validate-constraint', ({ table, name }, subject) => {
      const before = lockingBefore(subject)
      // That is a rule of its own.
      const isAdded = ofKind(subject.transaction.subjects, 'add-constraint').some(
        ({ action }) => action.table === table && action.constraint.name === name,
      )
      if (before === undefined || isAdded || !subject.picture.isLive(table)) return false
      return `${name} of ${table}, while ${lockedTables(before)[0]} is locked`
    }),
  },
]

/** So long users do not mind that nothing happens. */
const longestMs = 10_000

/** What comes before and after in the transaction; where each statement is by itself, in the operation. */
function around(subject: Subject): readonly [readonly Subject[], readonly Subject[]] {
  const { transaction, of } = subject
  const all = transaction.isOne ? transaction.subjects : of.subjects
  const place = all.indexOf(subject)
  return [all.slice(0, place), all.slice(place + 1)]
}

/** What one operation or one statement of the user's does to several tables nobody can take apart. */
function isInseparable(a: Subject, b: Subject): boolean {
  return a.isOwnSql || b.isOwnSql ? a.statement === b.statement : a.of === b.of
}

/** The table that is read as a whole: others use it, and no index finds the rows. */
function readWhole({ tables, where }: ActionOf<'read'>, { picture, run }: Subject): string | undefined {
  const isLong = (table: string): boolean =>
    picture.isLive(table) &&
    !isOfServer(table) &&
    !run.data.small.has(table) &&
    !isFound(picture, table, where?.columns)
  return tables.find(isLong)
}

function isFound(picture: Picture, table: string, columns: readonly string[] = []): boolean {
  return picture.indexes(table).some(({ columns: [first] }) => first !== undefined && columns.includes(first))
}

function isOfServer(table: string): boolean {
  return /^(pg_|information_schema\.)/.test(table)
}
