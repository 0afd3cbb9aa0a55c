import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import type { JournalEntry } from '../records'
import { journalTable } from '../records'
import type { Cursor } from './walk'

/** Keeps in the journal how far a step has come that commits batch by batch. */
export class Cursors {
  readonly #db: Connection
  readonly #of: Omit<JournalEntry, 'finished'>

  private constructor(db: Connection, of: Omit<JournalEntry, 'finished'>) {
    this.#db = db
    this.#of = of
  }

  /** The journal gets its column when the first such step of a database begins. */
  static async open(db: Connection, of: Omit<JournalEntry, 'finished'>): Promise<Cursors> {
    const { rows } = await db.run(statement(HAS_CURSOR, [journalTable]))
    if (rows[0]?.[0] !== true) await db.script(`ALTER TABLE ${journalTable} ADD COLUMN cursor json`)
    return new Cursors(db, of)
  }

  /** Where an earlier run was ended. */
  async read(): Promise<Cursor | undefined> {
    const { app, name, direction, step } = this.#of
    const sql = `SELECT cursor FROM ${journalTable} WHERE app = $1 AND name = $2 AND direction = $3 AND step = $4`
    const { rows } = await this.#db.run(statement(sql, [app, name, direction, step]))
    const text = rows[0]?.[0]
    return typeof text === 'string' ? (JSON.parse(text) as Cursor) : undefined
  }

  /** In the transaction of the batch: either both are there, or neither is. */
  async write(cursor: Cursor): Promise<void> {
    const { app, name, direction, step, digest } = this.#of
    await this.#db.run(statement(WRITE, [app, name, direction, step, digest, JSON.stringify(cursor)]))
  }
}

const HAS_CURSOR = `SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = 'cursor')`

const WRITE = `INSERT INTO ${journalTable} (app, name, direction, step, digest, cursor) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (app, name, direction, step) DO UPDATE SET cursor = excluded.cursor`
