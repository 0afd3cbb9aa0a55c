import { isRelation } from '../../../fields/field'
import { hasTable, tablesOf } from '../../../schema/tables-of'
import type { Database } from '../../../sql/database'
import { statement } from '../../../sql/statement'
import type { ModelKey, ModelState } from '../../../state/model-state'
import { ProjectState } from '../../../state/project-state'
import { targetKey, throughKey } from '../../../state/relations'
import { postgresSchemaFor } from '../schema-editor'
import { type TableThere, tablesThere } from './tables-there'

/**
 * The tables of models as this server would have them: made as temporary ones, read, and rolled back. Nothing else says
 * what PostgreSQL makes of a default, a check or an index.
 */
export async function tablesMeant(
  db: Database,
  state: ProjectState,
  models: readonly ModelKey[],
): Promise<ReadonlyMap<string, TableThere>> {
  const names = tableNames(state, models)
  if (names.length === 0) return new Map()
  const back = new Back()
  let tables: ReadonlyMap<string, TableThere> = new Map()
  await db
    .transaction(async () => {
      const path = `SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)`
      await db.run(statement(path))
      for (const sql of statements(state, models, Math.floor(db.serverVersion / 10_000))) await db.script(sql)
      tables = await tablesThere(db, names, { temporary: true })
      throw back
    })
    .catch((error: unknown) => {
      if (error !== back) throw error
    })
  return tables
}

/** Ends a transaction that is not to stay. */
class Back extends Error {}

export function tableNames(state: ProjectState, models: readonly ModelKey[]): readonly string[] {
  return models.flatMap((key) => {
    const model = state.find(key)
    return model === undefined ? [] : tablesOf(state, model).map(({ name }) => name)
  })
}

/** With all that these refer to: a temporary table refers to temporary tables only. */
function statements(state: ProjectState, models: readonly ModelKey[], version: number): readonly string[] {
  const needed = new Set(models.filter((key) => state.has(key)))
  for (const key of needed) for (const target of targetsOf(state.model(key))) needed.add(target)
  const from = ProjectState.of([], state.objects())
  const to = ProjectState.of(
    [...needed].map((key) => withTable(state.model(key))),
    state.objects(),
  )
  const steps = postgresSchemaFor({ version }).change({ from, to, models: [...needed] })
  return steps.flatMap((step) => (step.kind === 'sql' ? [step.sql] : []))
}

function targetsOf({ fields, bases }: ModelState): readonly ModelKey[] {
  const relations = [...fields.values()].filter(isRelation)
  return [...bases, ...relations.flatMap((field) => [targetKey(field), throughKey(field) ?? []].flat())]
}

/** A table that somebody else looks after can be referred to as well. */
function withTable(model: ModelState): ModelState {
  return hasTable(model) || model.proxy ? model : model.withOptions({ managed: true })
}
