import { changedModels } from '../diagram/changed-models'
import { modelNodes, relationEdges } from '../diagram/model-node'
import type { PicturedMigration, PicturedOperation, ProjectPicture } from '../diagram/page'
import type { MigrationGraph } from '../migrations/graph'
import { History } from '../migrations/history'
import { type MigrationKey, migrationKey } from '../migrations/migration'
import { makePlan, type PlannedMigration } from '../migrations/plan'
import { steps } from '../migrations/steps'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { shownPath } from './migration-files'
import { shownMigrations } from './shown-migrations'

export interface PictureOptions {
  /** Of the models. */
  readonly state: ProjectState
  readonly graph: MigrationGraph
  readonly history: History
  /** Labels of the apps that are shown. */
  readonly apps: readonly string[]
  readonly cwd: string
  readonly schema: SchemaEditor
}

/** The models of a project and its migrations, each with what it does on a database that is empty at first. */
export function projectPicture({ state, graph, history, apps, cwd, schema }: PictureOptions): ProjectPicture {
  const models = modelNodes(state, apps)
  const all = makePlan(graph, History.of(graph, []), [{ kind: 'all' }])
  const planned = new Map(all.migrations.map((one) => [one.key, one]))
  const migrations = shownMigrations(graph, history)
    .filter(({ app }) => apps.includes(app))
    .map(({ app, name, status, applied, dependencies }): PicturedMigration => {
      const key = migrationKey(app, name)
      const what = workOf(planned.get(key), schema)
      return { app, name, status, applied, dependencies, file: fileOf(key, graph, cwd), ...what }
    })
  return { models, relations: relationEdges(models), migrations }
}

function fileOf(key: MigrationKey, graph: MigrationGraph, cwd: string): string | undefined {
  const file = graph.origin(key)?.file
  return file === undefined ? undefined : shownPath(file, cwd)
}

function workOf(
  planned: PlannedMigration | undefined,
  schema: SchemaEditor,
): Pick<PicturedMigration, 'operations' | 'changes'> {
  const states = planned?.states() ?? []
  const [before, after] = [states[0], states.at(-1)]
  if (planned === undefined || before === undefined || after === undefined) return { operations: [], changes: [] }
  const operations = steps(planned, schema).map(({ operation, steps: own }): PicturedOperation => {
    return { symbol: operation.symbol, description: operation.describe(), statements: own.map(textOf) }
  })
  return { operations, changes: changedModels(before, after) }
}

function textOf(step: Step): string {
  if (step.kind !== 'sql') return `-- ${step.label}`
  const params = step.params.length === 0 ? '' : `\n-- with the parameters ${JSON.stringify(step.params.map(String))}`
  return `${step.sql.trim().replace(/;$/, '')};${params}`
}
