import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseError } from '../backends/postgres/database-error'
import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'

/** Nothing is wrong with a run: somebody does not want it to go on. */
export class EndedError extends StrataError {
  /** `stopped`: what was done to it. */
  readonly how: string

  constructor({ code, how, cause }: { readonly code: string; readonly how: string; readonly cause?: unknown }) {
    super({
      code,
      message: `The run was ${how}.`,
      hint: 'Nothing is lost: run migrate again. What is finished stays finished.',
      cause,
    })
    this.how = how
  }
}

/** Somebody told a run to stop. */
export class StoppedError extends EndedError {
  constructor() {
    super({ code: 'migrate.stopped', how: 'stopped' })
  }
}

/** Somebody ended its statement on the server. */
export class CancelledError extends EndedError {
  constructor(cause: DatabaseError) {
    super({ code: 'migrate.cancelled', how: 'cancelled by another session', cause })
  }
}

/** The same session for what may be stopped: nothing more is begun then, and a failure is no failure of its own. */
export function stoppable(db: Database, signal: AbortSignal | undefined): Database {
  if (signal === undefined) return db
  const unlessStopped = async <T>(work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  }
  return Object.create(db, {
    run: { value: (one: Parameters<Database['run']>[0]) => unlessStopped(() => db.run(one)) },
    script: { value: (sql: string) => unlessStopped(() => db.script(sql)) },
    // COMMIT may take long as well: it is when deferred constraints are checked.
    transaction: { value: <T>(work: () => Promise<T>) => unlessStopped(() => db.transaction(work)) },
  }) as Database
}

/** Less if the run is stopped meanwhile. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal?.throwIfAborted())
}
