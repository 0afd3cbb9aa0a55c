import type { Database } from '../../../sql/database'
import type { ModelKey } from '../../../state/model-state'
import type { ProjectState } from '../../../state/project-state'
import { DatabaseError } from '../database-error'
import { tableDifferences } from './table-differences'
import { tableNames, tablesMeant } from './tables-meant'
import { type TableThere, tablesThere } from './tables-there'

export interface ModelsToCompare {
  readonly state: ProjectState
  /** Keys; one that the state does not have is left out. */
  readonly models: readonly ModelKey[]
  /** Tables that are not to be there. */
  readonly gone?: readonly string[]
}

export interface Comparison {
  /** Tables of the models, as far as they are there. */
  readonly tables: readonly string[]
  /** A sentence each. */
  readonly differences: readonly string[]
}

/** What the tables of models are, beside what the state says. Nothing is changed. */
export async function compareModels(db: Database, { state, models, gone = [] }: ModelsToCompare): Promise<Comparison> {
  const names = tableNames(state, models)
  const there = await tablesThere(db, [...names, ...gone])
  const unwanted = gone.filter((name) => !names.includes(name))
  const left = unwanted.flatMap((name) => tableDifferences(name, there.get(name), undefined))
  const tables = names.filter((name) => there.has(name))
  const missing = names.filter((name) => !there.has(name)).map((name) => `table ${name} is missing`)
  if (tables.length === 0) return { tables, differences: [...missing, ...left] }
  const meant = await tablesMeant(db, state, models).catch(impossible)
  const others =
    typeof meant === 'string'
      ? [meant]
      : tables.flatMap((name) => tableDifferences(name, there.get(name), meant.get(name)))
  return { tables, differences: [...missing, ...others, ...left] }
}

/** A type that is not there, say: then the tables are not as they should be either. */
function impossible(error: unknown): string | ReadonlyMap<string, TableThere> {
  if (error instanceof DatabaseError) return `the tables of the models cannot be made here: ${error.message}`
  throw error
}
