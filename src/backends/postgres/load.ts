import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'

/** How much a server has to do. */
export interface Load {
  /** Of the replica that is furthest behind, as far as we may see that; 0 where there is none. */
  readonly lagMs: number
  /** Other sessions of the database that are running a statement. */
  readonly active: number
}

export async function loadOf(db: Connection): Promise<Load> {
  const { rows } = await db.run(statement(LOAD))
  const [lag, active] = rows[0] ?? []
  return { lagMs: Number(lag ?? 0), active: Number(active ?? 0) }
}

const LOAD = `SELECT
  (SELECT max(extract(epoch FROM replay_lag) * 1000) FROM pg_stat_replication)::double precision,
  (SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend'
     AND datname = current_database() AND pid <> pg_backend_pid())::integer`
