import type { Picture } from '../picture'
import type { Rule } from '../rule'
import { lockedTable } from '../strong-locks'
import { on, onLive } from '../subject'

/** Rows that are changed. */
export const data: readonly Rule[] = [
  {
    id: 'B101',
    name: 'dml-without-where',
    severity: 'error',
    about: 'locks',
    title: 'all rows are written in one statement',
    why: 'Every write of others to one of them waits until the transaction ends, and the table grows to twice its size.',
    instead: 'A few rows at a time, by the key.',
    bad: ['UPDATE shop_book SET stock = 0'],
    good: ['UPDATE shop_book SET stock = 0 WHERE id = 1'],
    finds: onLive(['update', 'delete'], ({ table, where }) => where === undefined && table),
  },
  {
    id: 'B102',
    name: 'unbatched',
    severity: 'error',
    about: 'locks',
    title: 'many rows are written in one transaction',
    why: 'Writes of others to them wait until it ends.',
    instead: 'A few rows at a time, by the key, each few in a transaction of their own.',
    bad: ['UPDATE shop_book SET stock = 0 WHERE slug IS NULL'],
    good: ['UPDATE shop_book SET stock = 0 WHERE id = 1'],
    finds: onLive(['update', 'delete'], ({ table, where }, { picture }) => {
      const keys = picture.indexes(table).filter(({ unique, plain }) => unique && plain)
      const few = where?.few ?? []
      const isFew = few.includes('ctid') || keys.some(({ columns }) => columns.every((column) => few.includes(column)))
      return !isFew && table
    }),
  },
  {
    id: 'B103',
    name: 'dml-without-index',
    severity: 'warning',
    about: 'data',
    title: 'rows are looked for without an index',
    why: 'The whole table is read, and again for each few rows.',
    instead: 'An index over a column of the condition, built CONCURRENTLY before.',
    bad: ["DELETE FROM shop_book WHERE title = 'x'"],
    good: ['UPDATE shop_book SET stock = 0 WHERE id = 1'],
    finds: onLive(['update', 'delete'], ({ table, where }, { picture }) => {
      if (where === undefined || where.columns.length === 0 || !picture.tables.has(table)) return false
      // Where most rows are meant an index is of no use.
      if (where.columns.every((column) => where.isNull.includes(column))) return false
      return !isIndexed(picture, table, where.columns) && `${table}(${where.columns.join(', ')})`
    }),
  },
  {
    id: 'T109',
    name: 'dml-with-ddl',
    severity: 'error',
    about: 'locks',
    title: 'rows are written in the transaction that alters a table',
    why: 'The lock on the table is held until all rows are written: nobody reads or writes it meanwhile.',
    instead: 'Two migrations: one for the table, one for the rows.',
    bad: ['ALTER TABLE shop_book ADD COLUMN pages integer; UPDATE shop_book SET pages = 1 WHERE id = 1'],
    good: ['ALTER TABLE shop_book ADD COLUMN pages integer', 'UPDATE shop_book SET pages = 1 WHERE id = 1'],
    finds: on(['update', 'delete', 'code'], (action, { transaction, picture }) => {
      if (!transaction.isOne || ('table' in action && !picture.isLive(action.table))) return false
      return transaction.subjects.map(lockedTable).find((table) => table !== undefined)
    }),
  },
]

function isIndexed(picture: Picture, table: string, columns: readonly string[]): boolean {
  return picture.indexes(table).some(({ columns: [first] }) => first !== undefined && columns.includes(first))
}
