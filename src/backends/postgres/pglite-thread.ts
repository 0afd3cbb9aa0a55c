import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Connection } from '../../sql/connection'
import { pgliteError } from './database-error'
import { type Answer, openSession, type Wire } from './session'

/** What is sent to the thread. */
export type Ask =
  | { readonly kind: 'query'; readonly sql: string; readonly params: readonly (string | null)[] }
  | { readonly kind: 'script'; readonly sql: string }

/** What comes back, one for each. */
export interface Told {
  readonly answer?: unknown
  /** The fields of the error that PGlite threw. */
  readonly failure?: { readonly message: string } & Readonly<Record<string, unknown>>
}

/**
 * A PostgreSQL in memory that runs in a thread of its own: it is made, and works, while this one prepares what it is
 * sent next.
 */
export class PgliteThread {
  // Beside this file, be that the source or the bundle.
  readonly #worker = new Worker(join(__dirname, `pglite-worker${extname(__filename)}`))

  /** A session with it; one after the other, each finds what the last has left. */
  open(): Promise<Connection> {
    return openSession(new ThreadWire(this.#worker), 'pglite:memory')
  }

  /** Ends it, whatever it is about. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}

class ThreadWire implements Wire {
  readonly #worker: Worker

  constructor(worker: Worker) {
    this.#worker = worker
  }

  async query(sql: string, params: readonly (string | null)[]): Promise<Answer> {
    return (await this.#ask({ kind: 'query', sql, params }, sql)) as Answer
  }

  async script(sql: string): Promise<void> {
    await this.#ask({ kind: 'script', sql }, sql)
  }

  /** The database is the thread's, not the session's. */
  async close(): Promise<void> {}

  /** The session asks one thing at a time: what is told next is the answer. */
  #ask(ask: Ask, sql: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#worker.removeAllListeners()
      this.#worker.once('error', reject).once('message', ({ answer, failure }: Told) => {
        if (failure === undefined) resolve(answer)
        else reject(pgliteError(Object.assign(new Error(failure.message), failure), sql))
      })
      this.#worker.postMessage(ask)
    })
  }
}
