import type { SmallTable, Strategy } from '../backends/postgres/online/live-tables'
import { smallTable } from '../backends/postgres/online/live-tables'
import { partitionsThere } from '../backends/postgres/partitions'
import { postgresSchemaFor } from '../backends/postgres/schema-editor'
import { hasTables, tableFacts } from '../backends/postgres/table-facts'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Database } from '../sql/database'
import { jobsOf } from './jobs'
import type { Plan } from './plan'

export interface RunSchemaOptions {
  readonly strategy?: Strategy | undefined
  readonly small?: Partial<SmallTable> | undefined
}

/** Makes the editor of a run when its plan is known: what the tables hold that the plan is about decides how. */
export function schemaForRun(
  db: Database,
  { strategy = 'auto', small }: RunSchemaOptions = {},
): (plan: Plan) => Promise<SchemaEditor> {
  const version = Math.floor(db.serverVersion / 10_000)
  const direct = postgresSchemaFor({ version })
  const limit = { ...smallTable, ...small }
  return async (plan) => {
    if (strategy === 'direct' || plan.migrations.length === 0) return direct
    if (strategy === 'online') return postgresSchemaFor({ version, strategy, partitions: await partitionsThere(db) })
    if (isOurs(db) || !(await hasTables(db))) return direct
    const tables = await tableFacts(db, tablesOf(plan, direct), limit)
    return postgresSchemaFor({ version, strategy, tables, small: limit, partitions: await partitionsThere(db) })
  }
}

/** A PGlite folder has one process at a time, so nobody waits. */
function isOurs(db: Database): boolean {
  return db.label.startsWith('pglite:')
}

/** All that a plan locks. */
function tablesOf(plan: Plan, schema: SchemaEditor): readonly string[] {
  const jobs = jobsOf(plan, schema, [])
  const steps = jobs.flatMap(({ work }) => work.flatMap((one) => one.steps))
  return [...new Set(steps.flatMap(({ locks = [] }) => locks.map(({ table }) => table)))]
}
