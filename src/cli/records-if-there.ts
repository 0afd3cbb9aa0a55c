import { StrataError } from '../base/errors'
import type { AppliedMigration } from '../migrations/history'
import type { Context } from './context'

/** What a database has recorded; nothing, and a warning, where it cannot be asked: files are changed without one too. */
export async function recordsIfThere(context: Context, database: string): Promise<readonly AppliedMigration[]> {
  try {
    return await context.records(database)
  } catch (error) {
    if (!(error instanceof StrataError && error.code.startsWith('database.'))) throw error
    context.warn(`Database '${database}' cannot be asked what is applied: ${error.message}`)
    return []
  }
}
