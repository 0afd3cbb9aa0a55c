import type { Lock } from '../../schema/step'
import { lockModes } from '../../schema/step'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'

/** What exists in a database, by the numbers that the server gives relations: a name may pass to another one. */
export async function relationsThere(db: Connection): Promise<ReadonlySet<number>> {
  const { rows } = await db.run(statement(`SELECT oid::bigint::text FROM pg_class WHERE oid >= ${FIRST_OF_USERS}`))
  return new Set(rows.map(([oid]) => Number(oid)))
}

/** The strongest lock that a session holds on each of these, as far as it has any. */
export async function takenLocks(db: Connection, pid: number, among: ReadonlySet<number>): Promise<readonly Lock[]> {
  const { rows } = await db.run(statement(TAKEN, [pid]))
  const strongest = new Map<string, Lock>()
  for (const [oid, name, held] of rows) {
    const mode = lockModes.find((one) => catalogName(one) === held)
    if (mode === undefined || !among.has(Number(oid))) continue
    const table = String(name)
    const other = strongest.get(table)
    if (other === undefined || lockModes.indexOf(other.mode) < lockModes.indexOf(mode)) {
      strongest.set(table, { table, mode })
    }
  }
  return [...strongest.values()]
}

/** `ShareUpdateExclusiveLock`, as pg_locks says it. */
export function catalogName(mode: Lock['mode']): string {
  const words = mode.split(' ').map((word) => word[0] + word.slice(1).toLowerCase())
  return `${words.join('')}Lock`
}

const FIRST_OF_USERS = 16384

const TAKEN = `
SELECT c.oid::bigint::text, c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
WHERE l.pid = $1::integer AND l.locktype = 'relation' AND l.granted AND c.oid >= ${FIRST_OF_USERS}
  AND c.relname NOT LIKE 'strata\\_%' AND c.relkind <> 't'
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY c.relname`
