import { type Blocker, blockersOfSession, type Waiters, waitersBehind } from '../backends/postgres/lock-queue'
import type { Connection } from '../sql/connection'
import { statement } from '../sql/statement'

/** A second session, which sees what a session that waits cannot tell. */
export interface WatchOptions {
  /** Opened when there is something to look at for the first time. */
  readonly open: () => Promise<Connection>
  /** A step that takes longer is looked at, and again each time. */
  readonly everyMs?: number | undefined
}

export interface Sight {
  /** For whom the step waits; empty: it is at work. */
  readonly blockers: readonly Blocker[]
  /** Who waits for it. */
  readonly waiters: Waiters
  /** The session that sees it. */
  readonly from: Connection
}

/** Looks at a session from another one while it is at work. */
export class Watcher {
  readonly #options: WatchOptions
  /** Of the session that is watched: always the same. */
  #pid: number | undefined
  #second: Promise<Connection | undefined> | undefined

  constructor(options: WatchOptions) {
    this.#options = options
  }

  async during<T>(db: Connection, work: () => Promise<T>, onSight: (sight: Sight) => Promise<void>): Promise<T> {
    const { everyMs = 1000 } = this.#options
    this.#pid ??= Number((await db.run(statement('SELECT pg_backend_pid()'))).rows[0]?.[0])
    const pid = this.#pid
    let looking: Promise<void> = Promise.resolve()
    let isLooking = false
    const timer = setInterval(() => {
      if (isLooking) return
      isLooking = true
      looking = this.#look(pid, onSight).finally(() => {
        isLooking = false
      })
    }, everyMs)
    try {
      return await work()
    } finally {
      clearInterval(timer)
      await looking
    }
  }

  /** Ends what the session is at, as far as a second one can be had for it. */
  async cancel(): Promise<void> {
    if (this.#pid === undefined) return
    this.#second ??= this.#options.open().catch(() => undefined)
    const second = await this.#second
    await second?.run(statement('SELECT pg_cancel_backend($1::integer)', [this.#pid])).catch(() => undefined)
  }

  async close(): Promise<void> {
    await (await this.#second)?.close()
  }

  /** What cannot be seen stops nothing. */
  async #look(pid: number, onSight: (sight: Sight) => Promise<void>): Promise<void> {
    this.#second ??= this.#options.open().catch(() => undefined)
    const second = await this.#second
    if (second === undefined) return
    try {
      const blockers = await blockersOfSession(second, pid)
      await onSight({ blockers, waiters: await waitersBehind(second, pid), from: second })
    } catch {
      this.#second = Promise.resolve(undefined)
    }
  }
}
