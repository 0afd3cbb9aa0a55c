import { relationsThere, takenLocks } from '../backends/postgres/taken-locks'
import type { Lock } from '../schema/step'
import { lockModes } from '../schema/step'
import type { Connection } from '../sql/connection'
import { statement } from '../sql/statement'

/** What a step really took. */
export interface Traced {
  /** On what existed before the run. Outside a transaction as far as they were seen from a second session. */
  readonly locks: readonly Lock[]
  /** How long others waited for it, as far as that was seen. */
  readonly othersWaitedMs: number
}

/** Reads from the server what its steps lock. */
export class Tracer {
  readonly #db: Connection
  readonly #among: ReadonlySet<number>
  readonly pid: number

  private constructor(db: Connection, pid: number, among: ReadonlySet<number>) {
    this.#db = db
    this.pid = pid
    this.#among = among
  }

  static async start(db: Connection): Promise<Tracer> {
    const { rows } = await db.run(statement('SELECT pg_backend_pid()'))
    return new Tracer(db, Number(rows[0]?.[0]), await relationsThere(db))
  }

  /** Of the session itself before it commits, or as another one sees them. */
  taken(from: Connection = this.#db): Promise<readonly Lock[]> {
    return takenLocks(from, this.pid, this.#among)
  }
}

/** Both together, the stronger of two on one relation. */
export function strongest(some: readonly Lock[], more: readonly Lock[]): readonly Lock[] {
  const all = new Map<string, Lock>()
  for (const lock of [...some, ...more]) {
    const other = all.get(lock.table)
    if (other === undefined || isWeaker(other, lock)) all.set(lock.table, lock)
  }
  return [...all.values()]
}

/** What is held now and was not before. */
export function added(before: readonly Lock[], now: readonly Lock[]): readonly Lock[] {
  return now.filter((lock) => {
    const was = before.find(({ table }) => table === lock.table)
    return was === undefined || isWeaker(was, lock)
  })
}

function isWeaker(one: Lock, other: Lock): boolean {
  return lockModes.indexOf(one.mode) < lockModes.indexOf(other.mode)
}
