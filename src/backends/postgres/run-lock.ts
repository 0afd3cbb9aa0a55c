import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { StrataError } from '../../base/errors'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'

/** The session that holds a run lock, as far as PostgreSQL lets us see it. */
export interface RunLockHolder {
  readonly pid: number
  readonly user: string | undefined
  readonly applicationName: string | undefined
  /** When the session began, as PostgreSQL writes it: it does not record when a lock was taken. */
  readonly since: string | undefined
  readonly state: string | undefined
  /** Its current or last statement. */
  readonly query: string | undefined
}

export interface RunLockOptions {
  /** What is locked: sessions that give the same name in the same database take turns. */
  readonly name: string
  readonly timeoutMs: number
  /** Called once, before the first wait. Undefined if the holder let go while we looked for it. */
  readonly onWait?: ((holder: RunLockHolder | undefined) => void) | undefined
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined
}

/** Runs `work` while no other session of the database runs anything under the same name. */
export async function withRunLock<T>(
  connection: Connection,
  { name, timeoutMs, onWait, signal }: RunLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  if (connection.inTransaction) throw new Error('A run lock is taken outside a transaction')
  const key = runLockKey(name)
  await take(connection, key, { name, timeoutMs, onWait, signal })
  let result: T
  try {
    result = await work()
  } catch (error) {
    // What went wrong in `work` says more than what goes wrong now; a lock dies with its session anyway.
    await unlock(connection, key).catch(() => false)
    throw error
  }
  if (!(await unlock(connection, key))) throw new RunLockLost(name, connection.label)
  return result
}

/** Somebody else held the run lock for longer than we wanted to wait. */
export class RunLockTimeout extends StrataError {
  constructor(name: string, label: string, timeoutMs: number, holder: RunLockHolder | undefined) {
    super({
      code: 'database.locked',
      message: `${label} is locked for "${name}" by ${describe(holder)}; gave up after ${timeoutMs / 1000} s.`,
      hint:
        holder === undefined
          ? 'Try again.'
          : `Let it finish, or end it: SELECT pg_terminate_backend(${holder.pid}). The lock goes with its session.`,
      facts: { database: label, name, timeoutMs, holder },
    })
  }
}

/** The session had lost the lock before the work was done, so something else may have run meanwhile. */
export class RunLockLost extends StrataError {
  constructor(name: string, label: string) {
    super({
      code: 'database.lock-lost',
      message: `The lock "${name}" on ${label} was lost during the work: something else may have run meanwhile.`,
      hint: 'A connection pooler in transaction mode does that: give the URL of the server itself.',
      facts: { database: label, name },
    })
  }
}

/**
 * Polls. A session that blocks in pg_advisory_lock() holds a snapshot, for which the holder's CREATE INDEX
 * CONCURRENTLY waits, and PostgreSQL ends one of the two as a deadlock.
 */
async function take(connection: Connection, key: bigint, options: RunLockOptions): Promise<void> {
  const { name, timeoutMs, onWait, signal } = options
  const deadline = Date.now() + timeoutMs
  for (let pause = 50, waits = 0; ; pause = Math.min(pause * 2, 1000), waits++) {
    signal?.throwIfAborted()
    const { rows } = await connection.run(statement('SELECT pg_try_advisory_lock($1::bigint)', [key]))
    if (rows[0]?.[0] === true) return
    const left = deadline - Date.now()
    if (left <= 0) throw new RunLockTimeout(name, connection.label, timeoutMs, await findHolder(connection, key))
    if (waits === 0) onWait?.(await findHolder(connection, key))
    await sleep(Math.min(pause, left))
  }
}

async function unlock(connection: Connection, key: bigint): Promise<boolean> {
  const { rows } = await connection.run(statement('SELECT pg_advisory_unlock($1::bigint)', [key]))
  return rows[0]?.[0] === true
}

async function findHolder(connection: Connection, key: bigint): Promise<RunLockHolder | undefined> {
  const { rows } = await connection.run(statement(HOLDER, [key]))
  const [row] = rows
  if (row === undefined) return undefined
  const [pid, ...facts] = row
  const [user, applicationName, since, state, query] = facts.map((fact) => (fact ? String(fact) : undefined))
  return { pid: Number(pid), user, applicationName, since, state, query }
}

/** pg_locks shows a bigint key as its two halves; `objsubid` 1 tells it from a key of two integers. */
const HOLDER = `
  SELECT l.pid, a.usename, a.application_name, a.backend_start, a.state, left(a.query, 200)
  FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint`

/** Of the advisory lock that the name stands for. */
export function runLockKey(name: string): bigint {
  return createHash('sha256').update(`strata ${name}`).digest().readBigInt64BE()
}

function describe(holder: RunLockHolder | undefined): string {
  if (holder === undefined) return 'a session that has just ended'
  const { pid, user, applicationName, since, state } = holder
  const facts = [applicationName, user, since && `connected since ${since}`, state].filter(Boolean)
  return `process ${pid}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`
}
