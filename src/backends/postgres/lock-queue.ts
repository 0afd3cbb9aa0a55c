import type { Lock } from '../../schema/step'
import { lockModes } from '../../schema/step'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { meanings } from './compiler'
import { catalogName } from './taken-locks'

/** A session, or what it has left behind, that holds what we wait for. */
export interface Blocker {
  /** 0: that of a prepared transaction is gone. */
  readonly pid: number
  readonly user: string | undefined
  /** Of a prepared transaction what it was called. */
  readonly applicationName: string | undefined
  readonly state: string | undefined
  /** Of its transaction. */
  readonly ageMs: number
  /** The beginning of its current or last statement, its texts and numbers left out. */
  readonly query: string
  /**
   * `autovacuum`: gives way to a lock that waits longer than deadlock_timeout, unless it prevents a wraparound.
   * `prepared`: stays, whatever becomes of its session, until somebody says COMMIT PREPARED or ROLLBACK PREPARED.
   */
  readonly kind: 'session' | 'autovacuum' | 'prepared'
}

/** The sessions whose locks conflict with these, oldest transaction first. */
export async function blockersOf(db: Connection, locks: readonly Lock[]): Promise<readonly Blocker[]> {
  const tables = locks.map(({ table }) => meanings(table))
  const modes = locks.map(({ mode }) => conflicting(mode).map(catalogName).join(' '))
  const { rows } = await db.run(statement(HOLDERS, [JSON.stringify(tables), JSON.stringify(modes)]))
  return rows.map(blocker)
}

/** Transactions whose snapshots a concurrent build waits for, whatever table they use. */
export async function snapshotHolders(db: Connection, olderThanMs: number): Promise<readonly Blocker[]> {
  const { rows } = await db.run(statement(SNAPSHOTS, [olderThanMs]))
  return rows.map(blocker)
}

/** The sessions that a session waits for, in PostgreSQL's own judgement: also for a row, an index or another key. */
export async function blockersOfSession(db: Connection, pid: number): Promise<readonly Blocker[]> {
  const { rows } = await db.run(statement(BLOCKING, [pid]))
  return rows.map(blocker)
}

/** The sessions that wait for a session. */
export interface Waiters {
  readonly count: number
  /** How long the one that waits longest has been at its statement. */
  readonly longestMs: number
}

export async function waitersBehind(db: Connection, pid: number): Promise<Waiters> {
  const { rows } = await db.run(statement(WAITING, [pid]))
  const [count, longestMs] = rows[0] ?? []
  return { count: Number(count ?? 0), longestMs: Number(longestMs ?? 0) }
}

function blocker(row: readonly unknown[]): Blocker {
  const [pid, user, applicationName, state, ageMs, query, type] = row
  const text = (value: unknown): string | undefined => (value ? String(value) : undefined)
  const sql = String(query ?? '')
  return {
    pid: Number(pid),
    user: text(user),
    applicationName: text(applicationName),
    state: text(state),
    ageMs: Number(ageMs),
    query: redacted(sql),
    kind: kindOf(String(type), sql),
  }
}

function kindOf(type: string, sql: string): Blocker['kind'] {
  if (type === PREPARED) return 'prepared'
  return type === 'autovacuum worker' && !sql.includes('to prevent wraparound') ? 'autovacuum' : 'session'
}

function redacted(sql: string): string {
  const plain = sql.replace(/'(?:[^']|'')*'?/g, '?').replace(/\b\d+(\.\d+)?\b/g, '?')
  return plain.replace(/\s+/g, ' ').trim().slice(0, 80)
}

/** Which held locks a wanted one waits for: PostgreSQL's table of conflicts. */
const conflicts: Readonly<Record<Lock['mode'], number>> = {
  'ACCESS SHARE': 7,
  'ROW SHARE': 6,
  'ROW EXCLUSIVE': 4,
  'SHARE UPDATE EXCLUSIVE': 3,
  SHARE: 2,
  'SHARE ROW EXCLUSIVE': 2,
  EXCLUSIVE: 1,
  'ACCESS EXCLUSIVE': 0,
}

/** From one mode on all conflict, but that SHARE lets SHARE be. */
function conflicting(mode: Lock['mode']): readonly Lock['mode'][] {
  return lockModes.slice(conflicts[mode]).filter((held) => !(mode === 'SHARE' && held === 'SHARE'))
}

const FACTS = `a.pid, a.usename, a.application_name, a.state,
  (extract(epoch FROM clock_timestamp() - COALESCE(a.xact_start, a.query_start, a.backend_start)) * 1000)::double precision AS age,
  left(a.query, 400), a.backend_type`

const PREPARED = 'prepared transaction'

/** Nobody's process: what it holds is found by the lock that each has on itself. */
const PREPARED_FACTS = `0, p.owner, p.gid, '${PREPARED}',
  (extract(epoch FROM clock_timestamp() - p.prepared) * 1000)::double precision AS age, '', '${PREPARED}'
FROM pg_prepared_xacts p JOIN pg_locks own ON own.pid IS NULL AND own.locktype = 'transactionid' AND own.transactionid = p.transaction`

const HOLDERS = `
WITH wanted AS (
  SELECT COALESCE(to_regclass(t.names->>0), to_regclass(t.names->>1))::oid AS relation, string_to_array(m.modes, ' ') AS modes
  FROM json_array_elements($1::json) WITH ORDINALITY AS t (names, n)
  JOIN json_array_elements_text($2::json) WITH ORDINALITY AS m (modes, n) USING (n)
)
SELECT DISTINCT ${FACTS}
FROM pg_locks l JOIN wanted w ON w.relation = l.relation AND l.mode = ANY (w.modes)
JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION SELECT ${PREPARED_FACTS}
JOIN pg_locks l ON l.pid IS NULL AND l.virtualtransaction = own.virtualtransaction
JOIN wanted w ON w.relation = l.relation AND l.mode = ANY (w.modes)
WHERE l.locktype = 'relation' AND p.database = current_database()
ORDER BY age DESC`

const BLOCKING = `
SELECT ${FACTS} FROM pg_stat_activity a WHERE a.pid = ANY (pg_blocking_pids($1::integer))
UNION ALL SELECT ${PREPARED_FACTS}
WHERE 0 = ANY (pg_blocking_pids($1::integer)) AND EXISTS (
  SELECT FROM pg_locks w JOIN pg_locks h ON h.pid IS NULL AND h.virtualtransaction = own.virtualtransaction
    AND h.locktype = w.locktype AND h.relation IS NOT DISTINCT FROM w.relation
    AND h.transactionid IS NOT DISTINCT FROM w.transactionid
  WHERE w.pid = $1::integer AND NOT w.granted)
ORDER BY age DESC`

const WAITING = `
SELECT count(*)::integer, (max(extract(epoch FROM clock_timestamp() - a.query_start)) * 1000)::double precision
FROM pg_stat_activity a
WHERE a.wait_event_type = 'Lock' AND a.datname = current_database() AND $1::integer = ANY (pg_blocking_pids(a.pid))`

const SNAPSHOTS = `
SELECT ${FACTS} FROM pg_stat_activity a
WHERE a.backend_xmin IS NOT NULL AND a.pid <> pg_backend_pid() AND a.datname = current_database()
  AND a.backend_type = 'client backend'
  AND clock_timestamp() - a.xact_start > $1::double precision * interval '1 millisecond'
ORDER BY age DESC`
