import { compareModels } from '../backends/postgres/catalog/compare-models'
import { StrataError } from '../base/errors'
import { tablesOf } from '../schema/tables-of'
import type { Database } from '../sql/database'
import type { ModelKey } from '../state/model-state'
import { ProjectState } from '../state/project-state'
import type { MigrationKey } from './migration'
import type { Plan, PlannedMigration } from './plan'

/** What is not in the database as a plan that was recorded and not run would have left it, a sentence each. */
export async function differencesAfter(db: Database, { migrations }: Plan): Promise<readonly string[]> {
  const [from, to] = [startOf(migrations[0]), endOf(migrations.at(-1))]
  const changed = [...new Set([...from.keys(), ...to.keys()])].filter((key) => from.find(key) !== to.find(key))
  const gone = changed.flatMap((key) => [...namesIn(from, key)])
  return (await compareModels(db, { state: to, models: changed, gone })).differences
}

function startOf(planned: PlannedMigration | undefined): ProjectState {
  const state = planned?.direction === 'backwards' ? planned.states().at(-1) : planned?.states()[0]
  return state ?? ProjectState.empty
}

function endOf(planned: PlannedMigration | undefined): ProjectState {
  const state = planned?.direction === 'backwards' ? planned.states()[0] : planned?.states().at(-1)
  return state ?? ProjectState.empty
}

function* namesIn(state: ProjectState, key: ModelKey): Iterable<string> {
  const model = state.find(key)
  if (model !== undefined) for (const { name } of tablesOf(state, model)) yield name
}

/**
 * The initial migrations of a plan whose tables are there already, exactly as the migrations would make them: those can
 * be recorded instead of run. Tables that are there in another way are refused, with all that differs.
 */
export async function appliedInitials(db: Database, plan: Plan): Promise<ReadonlySet<MigrationKey>> {
  const found = new Set<MigrationKey>()
  const differences: string[] = []
  for (const initials of initialsByApp(plan)) {
    const state = endOf(initials.at(-1))
    const compared = await compareModels(db, { state, models: [...new Set(initials.flatMap(changedBy))] })
    if (compared.tables.length === 0) continue
    differences.push(...compared.differences)
    for (const { key } of initials) found.add(key)
  }
  if (differences.length > 0) throw new InitialDiffersError([...found], differences)
  return found
}

/** An app may have several, where apps refer to each other: its tables are whole after the last. */
function initialsByApp({ direction, migrations }: Plan): Iterable<readonly PlannedMigration[]> {
  const byApp = new Map<string, PlannedMigration[]>()
  for (const planned of direction === 'forwards' ? migrations.filter(isInitial) : []) {
    const { app } = planned.migration
    byApp.set(app, [...(byApp.get(app) ?? []), planned])
  }
  return byApp.values()
}

/** What a file does not say is guessed: the first of an app needs none of it. */
function isInitial({ migration: { app, initial, dependencies } }: PlannedMigration): boolean {
  return initial ?? dependencies.every(([other]) => other !== app)
}

function changedBy(planned: PlannedMigration): readonly ModelKey[] {
  const [from, to] = [startOf(planned), endOf(planned)]
  return [...to.keys()].filter((key) => from.find(key) !== to.find(key))
}

export class InitialDiffersError extends StrataError {
  constructor(migrations: readonly MigrationKey[], differences: readonly string[]) {
    super({
      code: 'migrate.initial-differs',
      message: `Tables of ${migrations.join(', ')} are there, and not as ${migrations.length === 1 ? 'it makes' : 'they make'} them: ${differences.join('; ')}`,
      hint: 'Nothing was run. Bring the tables into that form, or the models and the migration; --fake records it as it is.',
      facts: { migrations, differences },
    })
  }
}
