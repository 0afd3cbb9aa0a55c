// Prints what the pure parts take on the models of size L, as JSON: in a process of its own, that has done nothing before.
//
//   ts-node bench/in-process.ts
import { join } from 'node:path'
import { detectChanges } from '../src/autodetector'
import { postgresSchema } from '../src/backends/postgres/schema-editor'
import type { AnyClass } from '../src/base/metadata'
import { migrationFile } from '../src/codegen/migration-file'
import { MigrationGraph } from '../src/migrations/graph'
import { History } from '../src/migrations/history'
import type { Migration } from '../src/migrations/migration'
import { makePlan } from '../src/migrations/plan'
import { steps } from '../src/migrations/steps'
import { describeModels, modelKeys } from '../src/models/describe'
import { ProjectState } from '../src/state/project-state'
import { useSourcePackage } from '../test/support/source-package'
import { generateSize } from './generate'
import type { InProcessRow } from './in-process-rows'
import { median } from './rounds'
import { tenChanged } from './ten-changed'
import { projectPlan, sizes } from './workload/shape'

const TIMES = 7
const now = new Date('2026-01-01T00:00:00Z')

function measureAll(): readonly InProcessRow[] {
  const apps = loadedApps()
  const described = timed('describe the classes', () => describe(apps))
  const models = described.value
  const first = timed('detect the first migration', () => detected(ProjectState.empty, models))
  const applied = timed('apply its operations to a state', () => afterAll(first.value))
  const equal = timed('detect, nothing changed', () => detected(applied.value, models))
  const { changed, answers } = tenChanged(models)
  const ten = timed('detect, ten models changed', () => detected(applied.value, changed, answers))
  const written = timed('write the first migration', () =>
    first.value.map((migration) => migrationFile(migration, { folder: '' }).text).join(''),
  )
  const planned = timed('steps of the first migration', () => stepsOf(first.value).length)
  refuseSurprises({ equal: equal.value.length, ten: operations(ten.value), text: written.value.length })
  const text = asText(models)
  const parsed = timed('JSON.parse of the models', () => JSON.parse(text) as unknown)
  const all = [parsed, described, equal, ten, first, written, applied, planned]
  return all.map(({ name, cold, middle }) => ({ name, cold, median: middle, ratio: middle / parsed.middle }))
}

interface Timed<T> {
  readonly name: string
  readonly value: T
  readonly cold: number
  readonly middle: number
}

function timed<T>(name: string, work: () => T): Timed<T> {
  const once = (): readonly [T, number] => {
    const start = performance.now()
    const value = work()
    return [value, performance.now() - start]
  }
  const [value, cold] = once()
  const middle = median(Array.from({ length: TIMES }, () => once()[1]))
  return { name, value, cold, middle }
}

interface Loaded {
  readonly label: string
  readonly classes: readonly AnyClass[]
}

function loadedApps(): readonly Loaded[] {
  useSourcePackage()
  const size = sizes.find(({ name }) => name === 'L')
  if (size === undefined) throw new Error('There is no size L')
  const folder = generateSize(size, 'in-process')
  return projectPlan(size).map(({ label }) => {
    const exported = require(join(folder, 'apps', label, 'models')) as Readonly<Record<string, AnyClass>>
    return { label, classes: Object.values(exported) }
  })
}

function describe(apps: readonly Loaded[]): ProjectState {
  const keys = modelKeys(apps)
  return ProjectState.of(apps.flatMap((app) => describeModels(app, (cls) => keys.get(cls))))
}

type Answers = Parameters<typeof detectChanges>[0]['answers']

function detected(from: ProjectState, to: ProjectState, answers: Answers = new Map()): readonly Migration[] {
  const found = detectChanges({ from, to, answers, now })
  if (found.kind === 'question')
    throw new Error(`The workload has an answer to all questions, but: ${found.question.text}`)
  return found.migrations
}

function afterAll(migrations: readonly Migration[]): ProjectState {
  return migrations.reduce(
    (state, { app, operations: all }) => all.reduce((each, operation) => operation.apply(app, each), state),
    ProjectState.empty,
  )
}

function stepsOf(migrations: readonly Migration[]): readonly unknown[] {
  const graph = MigrationGraph.of(migrations, { apps: [...new Set(migrations.map(({ app }) => app))] })
  const plan = makePlan(graph, History.of(graph, []), [{ kind: 'all' }])
  return plan.migrations.flatMap((planned) => steps(planned, postgresSchema))
}

function operations(migrations: readonly Migration[]): number {
  return migrations.reduce((sum, migration) => sum + migration.operations.length, 0)
}

/** Figures of work that found something else than it should have would say nothing. */
function refuseSurprises({ equal, ten, text }: { equal: number; ten: number; text: number }): void {
  if (equal !== 0 || ten !== 10 || text < 100_000) {
    throw new Error(`Expected 0 migrations, 10 operations and long files; got ${equal}, ${ten} and ${text} characters`)
  }
}

/** The models as data, for the floor: what a cache of them would be read from. */
function asText(state: ProjectState): string {
  const models = [...state.models()].map(({ key, fields, options }) => {
    const all = [...fields].map(([name, field]) => ({ name, type: field.type.name, options: field.options }))
    return { key, fields: all, options }
  })
  return JSON.stringify(models)
}

process.stdout.write(JSON.stringify(measureAll()))
