import type { MigrationGraph } from '../migrations/graph'
import type { Migration, MigrationKey } from '../migrations/migration'
import { statesOf } from '../migrations/states'
import { ProjectState } from '../state/project-state'
import type { LintedMigration, Released } from './read-run'

/** These migrations as one release, after all that does not need them; what stands between them comes along. */
export function released(graph: MigrationGraph, keys: readonly MigrationKey[]): Released {
  const later = new Set(keys.flatMap((key) => graph.backwardsPlan(key)))
  const needed = new Set(keys.flatMap((key) => graph.forwardsPlan(key)))
  const past = graph.order.filter((key) => !later.has(key))
  const state = graph.stateAfter(past)
  const own = graph.order
    .filter((key) => later.has(key) && needed.has(key))
    .map((key) => ({ migration: graph.migration(key), origin: graph.origin(key) }))
  return { past: { state, migrations: past.map((key) => graph.migration(key)) }, migrations: inTurn(own, state) }
}

/** Each of these as a release of its own, after those that come before it. */
export function* releasedOneByOne(graph: MigrationGraph, keys: readonly MigrationKey[]): Generator<Released> {
  const wanted = new Set(keys)
  const migrations: Migration[] = []
  let state = ProjectState.empty
  for (const key of graph.order) {
    const [migration, origin] = [graph.migration(key), graph.origin(key)]
    const states = statesOf(migration, state, origin?.file)
    if (wanted.has(key)) {
      yield { past: { state, migrations: [...migrations] }, migrations: [{ migration, origin, states: () => states }] }
    }
    migrations.push(migration)
    state = states.at(-1) ?? state
  }
}

/** Migrations that are still to be written, after all that there are. */
export function releasedNext(graph: MigrationGraph, made: readonly LintedMigration['migration'][]): Released {
  const state = graph.stateAfter(graph.order)
  const past = { state, migrations: graph.order.map((key) => graph.migration(key)) }
  return { past, migrations: inTurn(made.map(unplaced), state) }
}

/** One that has no file yet. */
export function unplaced(migration: Migration): Pick<LintedMigration, 'migration' | 'origin'> {
  return { migration, origin: undefined }
}

/** Migrations one after the other, each with the models around its operations. */
export function inTurn(
  migrations: readonly Pick<LintedMigration, 'migration' | 'origin'>[],
  start: ProjectState,
): readonly LintedMigration[] {
  let state = start
  return migrations.map(({ migration, origin }) => {
    const states = statesOf(migration, state, origin?.file)
    state = states.at(-1) ?? state
    return { migration, origin, states: () => states }
  })
}
