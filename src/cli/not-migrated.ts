import type { Missing } from '../backends/postgres/missing'
import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'
import type { ProjectState } from '../state/project-state'

/** Does what takes the tables of the models, and says so where it fails because the database has not got them. */
export async function withTables<T>(db: Database, state: ProjectState, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw await unlessMigrated(db, state, error)
  }
}

/** The failure, or that a table or a column of which its SQL speaks is not there. */
export async function unlessMigrated<Failure>(
  db: Database,
  state: ProjectState,
  error: Failure,
): Promise<Failure | NotMigratedError> {
  if (!(error instanceof StrataError) || !undefinedStates.has(error.facts.sqlstate)) return error
  const [{ missingOf }, { quoteName }, { tablesOf }] = await Promise.all([
    import('../backends/postgres/missing'),
    import('../backends/postgres/compiler'),
    import('../schema/tables-of'),
  ])
  const sql = String(error.facts.sql)
  const tables = [...state.models()].flatMap((model) => tablesOf(state, model))
  // A transaction that somebody keeps open answers nothing more.
  const missing = await missingOf(db, tables).catch(() => [])
  const met = missing.filter(({ table, column = table }) =>
    [table, column].every((name) => sql.includes(quoteName(name))),
  )
  return met.length === 0 ? error : new NotMigratedError(db.label, met, error)
}

/** Of a table and of a column. */
const undefinedStates: ReadonlySet<unknown> = new Set(['42P01', '42703'])

/** The database is behind the models. */
class NotMigratedError extends StrataError {
  constructor(database: string, missing: readonly Missing[], cause: unknown) {
    const names = missing.map(({ table, column }) => (column === undefined ? table : `${table}.${column}`))
    super({
      code: 'database.not-migrated',
      message: `The database has no ${names.join(', ')}, of which the models speak.`,
      hint: "Run 'migrate' first. If there is nothing to apply, 'makemigrations' comes before it.",
      facts: { database, missing: names },
      cause,
    })
  }
}
