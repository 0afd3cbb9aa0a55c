import type { Migration, MigrationRef } from '../migrations/migration'
import { placed } from '../migrations/migration'
import { migrationName, migrationNumber, numberedName, suggestedName } from '../migrations/names'
import { optimize } from '../migrations/optimizer'
import { CreateModel } from '../operations'
import type { Operation } from '../operations/operation'
import type { ModelOptions } from '../state/model-options'
import type { ModelState } from '../state/model-state'
import { modelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Draft } from './cut'
import { cut } from './cut'
import type { Planned } from './dependencies'
import { Dependencies } from './graph'
import { ordered } from './order'
import { clusterSizes, withWholeCreations } from './whole-creations'

export interface Arrangement {
  readonly to: ProjectState
  /** The last migration of each app that has any. */
  readonly leaves: ReadonlyMap<string, string>
  /** Only the migrations of these apps and those that they depend on; undefined: all. */
  readonly only?: readonly string[] | undefined
  /** What the migrations are called after their numbers, instead of after what they do. */
  readonly name?: string | undefined
  readonly now: Date
}

/** Makes migrations of operations: in order, as few as can be, numbered and named. */
export function arrange(planned: readonly Planned[], arrangement: Arrangement): readonly Migration[] {
  const dependencies = new Dependencies(planned)
  const drafts = cut(planned, dependencies)
  const sizes = clusterSizes(planned)
  const madeBy = new Map<Planned, Draft>()
  for (const draft of drafts) for (const each of draft.operations) madeBy.set(each, draft)
  const linked = drafts.map((draft) => ({ draft, before: draftsBefore(draft, dependencies, madeBy) }))
  const wanted = closure(linked, arrangement.only)
  const named = new Map<Draft, string>()
  const leaves = new Map(arrangement.leaves)
  const migrations: Migration[] = []
  for (const { draft, before } of linked) {
    if (!wanted.has(draft.app)) continue
    const history = historyNeeded(draft, dependencies, arrangement.leaves)
    const own = leaves.get(draft.app)
    const made = [...before].flatMap((each) => refTo(each.app, named.get(each)))
    const refs = [...history, ...made, ...refTo(draft.app, own)]
    const operations = withWholeCreations(ordered(draft.operations, dependencies), arrangement.to, sizes)
    const migration = written(draft.app, operations, sorted(refs), own, arrangement)
    leaves.set(draft.app, migration.name)
    named.set(draft, migration.name)
    migrations.push(migration)
  }
  return migrations
}

function refTo(app: string, name: string | undefined): readonly MigrationRef[] {
  return name === undefined ? [] : [[app, name]]
}

/** Migrations of other apps that have to come first. */
function draftsBefore(
  draft: Draft,
  dependencies: Dependencies,
  madeBy: ReadonlyMap<Planned, Draft>,
): ReadonlySet<Draft> {
  const before = new Set<Draft>()
  for (const each of draft.operations) {
    for (const needed of dependencies.before(each)) {
      const other = madeBy.get(needed)
      if (other !== undefined && other.app !== draft.app) before.add(other)
    }
  }
  return before
}

/** What is needed of other apps and was there before: their last migrations, or their first where none is known. */
function historyNeeded(draft: Draft, dependencies: Dependencies, leaves: ReadonlyMap<string, string>): MigrationRef[] {
  const apps = new Set<string>()
  for (const { needs } of draft.operations) {
    for (const { key, app } of needs) {
      if (app !== undefined && app !== draft.app && dependencies.doers(key).length === 0) apps.add(app)
    }
  }
  return [...apps].map((app): MigrationRef => [app, leaves.get(app) ?? '__first__'])
}

function sorted(refs: readonly MigrationRef[]): readonly MigrationRef[] {
  const byText = new Map(refs.map((ref) => [ref.join('.'), ref]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref)
}

interface Linked {
  readonly draft: Draft
  readonly before: ReadonlySet<Draft>
}

/** The apps asked for, and those whose new migrations these depend on. */
function closure(linked: readonly Linked[], only: readonly string[] | undefined): ReadonlySet<string> {
  if (only === undefined) return new Set(linked.map(({ draft }) => draft.app))
  const wanted = new Set(only)
  for (let size = -1; size < wanted.size; ) {
    size = wanted.size
    for (const { draft, before } of linked) if (wanted.has(draft.app)) for (const { app } of before) wanted.add(app)
  }
  return wanted
}

function written(
  app: string,
  operations: readonly Operation[],
  refs: readonly MigrationRef[],
  leaf: string | undefined,
  { to, leaves, name, now }: Arrangement,
): Migration {
  const planned = new Set(operations)
  const final = optimize(operations, app).map((each) => (planned.has(each) ? each : asDeclared(each, to, app)))
  const initial = !leaves.has(app)
  const called = name === undefined ? suggestedName({ operations: final, initial, now }) : migrationName(name)
  const number = leaf === undefined ? 1 : migrationNumber(leaf) + 1
  return placed(app, numberedName(number, called), {
    dependencies: refs,
    operations: final,
    ...(initial && { initial }),
  })
}

/** A new model into which something was folded has its fields and options in the order in which the model declares them. */
function asDeclared(operation: Operation, to: ProjectState, app: string): Operation {
  if (!(operation instanceof CreateModel)) return operation
  const { name, fields, options = {}, bases = [] } = operation.args
  const model = to.find(modelKey(app, name))
  if (model === undefined) return operation
  const inOrder = [...model.fields.keys()].filter((field) => field in fields)
  if (inOrder.length < Object.keys(fields).length) return operation
  return new CreateModel({
    name,
    fields: Object.fromEntries(inOrder.flatMap((field) => (fields[field] ? [[field, fields[field]]] : []))),
    options: declaredOptions(options, model),
    bases,
  })
}

function declaredOptions(options: ModelOptions, model: ModelState): ModelOptions {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const inOrder = Object.entries(model.options).flatMap(([key, declared]) => {
    const value = given[key]
    if (value === undefined) return []
    const complete = Array.isArray(value) && Array.isArray(declared) && value.length === declared.length
    return [[key, complete ? declared : value]]
  })
  return inOrder.length === Object.keys(given).length ? Object.fromEntries(inOrder) : options
}
