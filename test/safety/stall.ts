import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'

/** The longest that one read and one write of others took while something was done, in ms. */
export interface Stall {
  readonly read: number
  readonly write: number
}

/** Two sessions that go on while `work` is done: one reads a row by its key, the other writes one. */
export async function stallDuring(
  reader: Connection,
  writer: Connection,
  rows: number,
  work: () => Promise<void>,
): Promise<Stall> {
  let isOver = false
  const longest = async (db: Connection, sql: string): Promise<number> => {
    let most = 0
    while (!isOver) {
      const start = performance.now()
      await db.run(statement(sql, [1 + Math.floor(Math.random() * rows)]))
      most = Math.max(most, performance.now() - start)
      await sleep(1)
    }
    return most
  }
  const read = longest(reader, 'SELECT price FROM shop_book WHERE id = $1')
  const write = longest(writer, 'UPDATE shop_book SET price = price WHERE id = $1')
  try {
    await work()
  } finally {
    isOver = true
  }
  return { read: await read, write: await write }
}
