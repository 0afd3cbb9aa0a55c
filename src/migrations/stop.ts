import { setTimeout as sleep } from 'node:timers/promises'
import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'

/** Somebody told a run to stop. */
export class StoppedError extends StrataError {
  constructor() {
    super({
      code: 'migrate.stopped',
      message: 'The run was stopped.',
      hint: 'Nothing is lost: run migrate again. What is finished stays finished.',
    })
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
  }) as Database
}

/** Less if the run is stopped meanwhile. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal?.throwIfAborted())
}
