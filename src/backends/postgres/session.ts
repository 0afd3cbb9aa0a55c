import { StrataError } from '../../base/errors'
import type { Connection, Rows } from '../../sql/connection'
import type { Statement } from '../../sql/statement'
import { DatabaseError } from './database-error'
import { paramText, SESSION_SETUP } from './value-text'

/** What a statement returned, with the first word of its command tag: `COMMIT`, `SELECT`. */
export interface Answer extends Rows {
  readonly command: string | undefined
}

/** The line to one database. A driver supplies it; everything else about a session is the same for all drivers. */
export interface Wire {
  /** Runs one statement by the extended protocol. Throws a DatabaseError. */
  query(sql: string, params: readonly (string | null)[]): Promise<Answer>
  /** Runs any number of statements by the simple protocol. Throws a DatabaseError. */
  script(sql: string): Promise<void>
  close(): Promise<void>
}

/** Makes the session's settings ours and asks for the version. Closes the wire if that fails. */
export async function openSession(wire: Wire, label: string): Promise<Session> {
  try {
    const { rows } = await wire.query(SESSION_SETUP, [])
    return new Session(wire, label, Number(rows[0]?.at(-1)))
  } catch (error) {
    await wire.close().catch(() => undefined)
    throw error
  }
}

/** An open transaction; an inner one is a savepoint of the outer. */
interface Frame {
  readonly savepoint: string | undefined
}

export class Session implements Connection {
  readonly #wire: Wire
  readonly #frames: Frame[] = []
  #savepoints = 0
  #turn: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> | undefined

  constructor(
    wire: Wire,
    readonly label: string,
    readonly serverVersion: number,
  ) {
    this.#wire = wire
  }

  get inTransaction(): boolean {
    return this.#frames.length > 0
  }

  run({ sql, params }: Statement): Promise<Answer> {
    return this.#inTurn(() => this.#wire.query(sql, params.map(paramText)))
  }

  script(sql: string): Promise<void> {
    return this.#inTurn(() => this.#wire.script(sql))
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const frame = await this.#begin()
    let result: T
    try {
      result = await work()
      if (this.#frames.at(-1) !== frame) throw new Error(`Transactions overlap on one connection to ${this.label}`)
    } catch (error) {
      await this.#rollBack(frame)
      throw error
    }
    await this.#commit(frame)
    return result
  }

  close(): Promise<void> {
    this.#closing ??= this.#inTurn(() => this.#wire.close())
    return this.#closing
  }

  async #begin(): Promise<Frame> {
    const frame = { savepoint: this.inTransaction ? `strata_${++this.#savepoints}` : undefined }
    // Before the first await, so that a second transaction started meanwhile knows of this one.
    this.#frames.push(frame)
    try {
      await this.#send(frame.savepoint === undefined ? 'BEGIN' : `SAVEPOINT ${frame.savepoint}`)
      return frame
    } catch (error) {
      this.#forget(frame)
      throw error
    }
  }

  async #commit(frame: Frame): Promise<void> {
    try {
      const { command } = await this.#send(
        frame.savepoint === undefined ? 'COMMIT' : `RELEASE SAVEPOINT ${frame.savepoint}`,
      )
      // PostgreSQL answers COMMIT with ROLLBACK, and no error, if a statement had failed and `work` hid it.
      if (command === 'ROLLBACK') throw new DatabaseError(HIDDEN_FAILURE, 'COMMIT')
      this.#forget(frame)
    } catch (error) {
      // After most failures of COMMIT nothing is open, and ROLLBACK only warns; after a cancelled one there is.
      await this.#rollBack(frame)
      throw error
    }
  }

  /** Never throws: the failure that led here says more, and the server rolls back what a lost session left. */
  async #rollBack(frame: Frame): Promise<void> {
    if (!this.#forget(frame)) return
    const { savepoint } = frame
    const sql =
      savepoint === undefined ? 'ROLLBACK' : `ROLLBACK TO SAVEPOINT ${savepoint}; RELEASE SAVEPOINT ${savepoint}`
    await this.script(sql).catch(() => undefined)
  }

  /** Takes the frame off with all that were opened inside it. False if an outer one already did. */
  #forget(frame: Frame): boolean {
    const index = this.#frames.indexOf(frame)
    if (index >= 0) this.#frames.length = index
    return index >= 0
  }

  #send(sql: string): Promise<Answer> {
    return this.run({ sql, params: [] })
  }

  /** One thing at a time: a session has one line, and pg deprecates queueing inside its client. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(new ConnectionClosedError(this.label))
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

/** A connection was used after `close()`. */
export class ConnectionClosedError extends StrataError {
  constructor(label: string) {
    super({ code: 'database.closed', message: `The connection to ${label} is closed.`, facts: { database: label } })
  }
}

const HIDDEN_FAILURE = {
  code: '25P02',
  message: 'The transaction was rolled back: a statement in it had failed, and its error was caught inside.',
  hint: 'Run the statement that may fail in a transaction of its own inside: that makes a savepoint.',
}
