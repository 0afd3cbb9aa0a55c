import { ProjectState } from '../state/project-state'
import type { Irreversible } from './errors'
import { IrreversiblePlanError, MissingFileError, MixedPlanError, NoMigrationsError } from './errors'
import type { MigrationGraph, Origin } from './graph'
import type { History } from './history'
import type { Migration, MigrationKey, MigrationRef } from './migration'
import { migrationKey } from './migration'
import { statesOf } from './states'

/** Where the database is to be brought. */
export type Target =
  /** Every migration there is. */
  | { readonly kind: 'all' }
  /** Every migration of an app. */
  | { readonly kind: 'app'; readonly app: string }
  /** Just after this one, by its name or the beginning of it: forwards if it is not applied, otherwise backwards. */
  | { readonly kind: 'migration'; readonly app: string; readonly name: string }
  /** Before the first of an app. */
  | { readonly kind: 'zero'; readonly app: string }

export type Direction = 'forwards' | 'backwards'

/** One migration to run, with all that it takes. */
export interface PlannedMigration {
  readonly key: MigrationKey
  readonly migration: Migration
  readonly direction: Direction
  readonly origin: Origin | undefined
  /** Its file is gone: what it does is known from its record. */
  readonly isLost: boolean
  /** What is recorded along with it: the names that a squashed migration stands for. */
  readonly covers: readonly MigrationRef[]
  /** The states before each operation and after the last, whichever the direction. Worked out when first asked for. */
  states(): readonly ProjectState[]
}

export interface Plan {
  /** undefined: there is nothing to do. */
  readonly direction: Direction | undefined
  /** In the order in which they run. */
  readonly migrations: readonly PlannedMigration[]
}

/** From what is applied to the targets. */
export function makePlan(graph: MigrationGraph, history: History, targets: readonly Target[]): Plan {
  const forwards = new Set<MigrationKey>()
  const backwards = new Set<MigrationKey>()
  for (const target of targets) {
    if (target.kind === 'migration') {
      const key = targetKey(graph, history, target)
      const squash = graph.has(key) ? undefined : graph.standIn(key)
      if (squash !== undefined) {
        const originals = graph.withOriginals(squash)
        return makePlan(originals, history.withGraph(originals), targets)
      }
      reach(key)
    } else if (target.kind === 'zero') {
      refuseWithoutMigrations(graph, target.app)
      for (const root of graph.roots(target.app)) for (const key of graph.backwardsPlan(root)) backwards.add(key)
    } else {
      const app = target.kind === 'app' ? target.app : undefined
      if (app !== undefined) refuseWithoutMigrations(graph, app)
      for (const key of graph.leaves(app)) reach(key)
    }
  }
  const apply = graph.order.filter((key) => forwards.has(key) && !history.applied.has(key))
  const undo = graph.order.filter((key) => backwards.has(key) && history.applied.has(key)).reverse()
  if (apply.length > 0 && undo.length > 0) throw new MixedPlanError(apply, undo)
  refuseLost(history, undo, graph)
  return planned(graph, history, apply, undo)

  /** Of an applied one, only what follows it in its own app is undone, with what needs that. */
  function reach(key: MigrationKey): void {
    if (!history.applied.has(key)) {
      for (const each of graph.forwardsPlan(key)) forwards.add(each)
      return
    }
    const { app } = graph.migration(key)
    for (const child of graph.children(key)) {
      if (graph.migration(child).app === app) for (const each of graph.backwardsPlan(child)) backwards.add(each)
    }
  }
}

/** Undoes these migrations, as far as they are applied, and all that needs them. */
export function undoPlan(graph: MigrationGraph, history: History, keys: Iterable<MigrationKey>): Plan {
  const reached = new Set([...keys].flatMap((key) => graph.backwardsPlan(key)))
  const undo = graph.order.filter((key) => reached.has(key) && history.applied.has(key)).reverse()
  refuseLost(history, undo, graph)
  return planned(graph, history, [], undo)
}

/** One migration by itself, as if all had been applied that does not need it. */
export function planOf(graph: MigrationGraph, key: MigrationKey, direction: Direction): PlannedMigration {
  const before = (): ProjectState => {
    const later = new Set(graph.backwardsPlan(key))
    return graph.stateAfter(graph.order.filter((each) => !later.has(each)))
  }
  return plannedMigration(
    graph,
    key,
    direction,
    once(() => statesOf(graph.migration(key), before(), graph.origin(key)?.file)),
  )
}

/** All operations of a plan that cannot be undone, in the order in which a run would meet them. */
export function irreversibleOf({ direction, migrations }: Plan): readonly Irreversible[] {
  if (direction !== 'backwards') return []
  return migrations.flatMap(({ migration, origin }) =>
    migration.operations
      .flatMap((operation, index): Irreversible[] => {
        const why = operation.irreversible()
        return why === undefined ? [] : [{ migration, file: origin?.file, operation: index + 1, why }]
      })
      .reverse(),
  )
}

export function refuseIrreversible(plan: Plan): void {
  const found = irreversibleOf(plan)
  if (found.length > 0) throw new IrreversiblePlanError(found)
}

/** The migration that a name or its beginning means, one inside a squashed migration as well. */
export function targetKey(
  graph: MigrationGraph,
  history: History,
  { app, name }: { app: string; name: string },
): MigrationKey {
  const key = migrationKey(app, name)
  if (history.missing.some((record) => record.app === app && record.name === name)) {
    throw new MissingFileError([key], history.database, 'it cannot be a target.')
  }
  const found = graph.find(app, name)
  const foundKey = migrationKey(found.app, found.name)
  const last = found.replaces.at(-1)
  // A squashed migration that had to make room ends where the last one that it replaces does.
  return last !== undefined && graph.isUnusable(foundKey)
    ? targetKey(graph, history, { app: last[0], name: last[1] })
    : foundKey
}

function refuseWithoutMigrations(graph: MigrationGraph, app: string): void {
  if (graph.roots(app).length === 0) throw new NoMigrationsError(app, graph.apps)
}

/** What was recorded later than something to be undone, in the same app, may stand on it: without a file nobody knows. */
function refuseLost(history: History, undo: readonly MigrationKey[], graph: MigrationGraph): void {
  if (undo.length === 0) return
  const undone = new Set(undo.flatMap((key) => [key, ...graph.covers(key).map((ref) => migrationKey(...ref))]))
  const lost = new Set(history.missing)
  const begun = new Set<string>()
  const found: MigrationKey[] = []
  for (const record of history.records) {
    const key = migrationKey(record.app, record.name)
    if (undone.has(key)) begun.add(record.app)
    else if (lost.has(record) && begun.has(record.app)) found.push(key)
  }
  if (found.length > 0) throw new MissingFileError(found, history.database, `what was applied before cannot be undone.`)
}

function planned(
  graph: MigrationGraph,
  history: History,
  apply: readonly MigrationKey[],
  undo: readonly MigrationKey[],
): Plan {
  const keys = undo.length > 0 ? undo : apply
  const direction = undo.length > 0 ? 'backwards' : 'forwards'
  if (keys.length === 0) return { direction: undefined, migrations: [] }
  const undone = new Set(undo)
  const staying = graph.order.filter((key) => history.applied.has(key) && !undone.has(key))
  // What stays was there all the time, also where the order of the graph would have it later: a table that is renamed
  // back takes along the keys of every table that refers to it.
  const timeline = once(() => statesAlong(graph, [...staying, ...[...undo].reverse(), ...apply], new Set(keys)))
  const states = (key: MigrationKey) => () => {
    const found = timeline().get(key)
    if (found === undefined) throw new Error(`the plan has no states for ${key}`)
    return found
  }
  return { direction, migrations: keys.map((key) => plannedMigration(graph, key, direction, states(key))) }
}

function plannedMigration(
  graph: MigrationGraph,
  key: MigrationKey,
  direction: Direction,
  states: () => readonly ProjectState[],
): PlannedMigration {
  const migration = graph.migration(key)
  const known = { origin: graph.origin(key), isLost: graph.isLost(key), covers: graph.covers(key) }
  return { key, migration, direction, ...known, states }
}

/** States are values that share what they have in common: keeping all those of a plan costs references. */
function statesAlong(
  graph: MigrationGraph,
  order: readonly MigrationKey[],
  wanted: ReadonlySet<MigrationKey>,
): ReadonlyMap<MigrationKey, readonly ProjectState[]> {
  const kept = new Map<MigrationKey, readonly ProjectState[]>()
  let state = ProjectState.empty
  for (const key of order) {
    const states = statesOf(graph.migration(key), state, graph.origin(key)?.file)
    if (wanted.has(key)) kept.set(key, states)
    state = states.at(-1) ?? state
  }
  return kept
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
