import { NotALeafError, RebaseSquashError } from './branch-errors'
import { withRenamed } from './finalize'
import type { MigrationGraph } from './graph'
import { type Migration, type MigrationKey, type MigrationRef, migrationKey } from './migration'
import { migrationNumber, numberedName } from './names'

/** One migration under its new name, after its new neighbour. */
export interface Moved {
  readonly from: Migration
  readonly to: Migration
  /** What others are called in its file now. */
  readonly renamed: ReadonlyMap<MigrationKey, MigrationRef>
}

export interface Rebase {
  readonly moved: readonly Moved[]
  /** Migrations that name one that is moved, as they are then. */
  readonly dependants: readonly Migration[]
  readonly renamed: ReadonlyMap<MigrationKey, MigrationRef>
  /** All migrations there are afterwards. */
  readonly migrations: readonly Migration[]
}

/** The branch that ends with one leaf goes on where another one ends, and is numbered from there. */
export function rebase(
  graph: MigrationGraph,
  app: string,
  ends: { readonly leaf: string; readonly onto: string },
): Rebase {
  const [leaf, onto] = [ends.leaf, ends.onto].map((text) => keyOf(leafNamed(graph, app, text)))
  if (leaf === undefined || onto === undefined) throw new Error('a rebase has two ends')
  const ownOf = (key: MigrationKey): MigrationKey[] =>
    graph.forwardsPlan(key).filter((each) => graph.migration(each).app === app)
  const before = new Set(ownOf(onto))
  const chain = ownOf(leaf).filter((key) => !before.has(key))
  const squash = chain.find((key) => graph.covers(key).length > 0)
  if (squash !== undefined) throw new RebaseSquashError(squash)
  const last = graph.migration(onto).name
  const renamed = new Map(
    chain.map((key, index): [MigrationKey, MigrationRef] => {
      const rest = graph.migration(key).name.replace(/^\d+_?/, '')
      return [key, [app, numberedName(migrationNumber(last) + 1 + index, rest)]]
    }),
  )
  const moved = chain.map((key) => movedMigration(graph.migration(key), [app, last], renamed))
  const dependants = [...graph.files.values()]
    .filter(({ app: other, name }) => !renamed.has(migrationKey(other, name)))
    .map((migration) => ({ migration, now: withRenamed(migration, renamed) }))
  return {
    moved,
    renamed,
    dependants: dependants.filter(({ migration, now }) => now !== migration).map(({ now }) => now),
    migrations: [...dependants.map(({ now }) => now), ...moved.map(({ to }) => to)],
  }
}

/** What it needed of its app so far and is not moved along is before the new neighbour. */
function movedMigration(from: Migration, onto: MigrationRef, names: ReadonlyMap<MigrationKey, MigrationRef>): Moved {
  const { app } = from
  const renamed = new Map(names)
  for (const ref of from.dependencies) {
    const key = migrationKey(...ref)
    if (ref[0] === app && !renamed.has(key)) renamed.set(key, onto)
  }
  const [, name] = names.get(migrationKey(app, from.name)) ?? [app, from.name]
  const now = withRenamed(from, renamed)
  const isFirst = !now.dependencies.some(([other]) => other === app)
  const dependencies = isFirst ? [...now.dependencies, onto] : now.dependencies
  return { from, to: { ...now, name, dependencies }, renamed }
}

/** The end of a branch, by its name or the beginning of it. */
export function leafNamed(graph: MigrationGraph, app: string, text: string): Migration {
  const found = graph.find(app, text)
  const leaves = graph.leaves(app)
  if (leaves.includes(keyOf(found))) return found
  throw new NotALeafError(
    app,
    found.name,
    leaves.map((leaf) => graph.migration(leaf).name),
  )
}

function keyOf({ app, name }: Migration): MigrationKey {
  return migrationKey(app, name)
}
