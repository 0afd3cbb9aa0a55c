import type { MigrationGraph } from './graph'
import type { History } from './history'
import { recordKeys } from './history'
import type { Migration, MigrationKey, MigrationRef } from './migration'
import { migrationKey } from './migration'
import type { Plan, Target } from './plan'
import { makePlan, targetKey } from './plan'

/** What leads back over migrations whose files are gone, as their records keep them. Undefined: nothing leads back. */
export function undoWithLost(
  graph: MigrationGraph,
  history: History,
  targets: readonly Target[],
  lost: readonly Migration[],
): Plan | undefined {
  if (lost.length === 0 || targets.every(({ kind }) => kind === 'all' || kind === 'app')) return undefined
  const all = withLost(graph, history, lost)
  // A beginning of a name means a file.
  const named = targets.map((target): Target => {
    if (target.kind === 'migration' && all.isLost(migrationKey(target.app, target.name))) return target
    const found = target.kind === 'migration' ? graph.files.get(targetKey(graph, history, target)) : undefined
    return found === undefined ? target : { kind: 'migration', app: found.app, name: found.name }
  })
  const plan = makePlan(all, history.withGraph(all), named)
  return plan.direction === 'backwards' ? plan : undefined
}

/**
 * The graph with those of which all that they depend on is there. What they stood for counts as far as it is still
 * recorded.
 */
export function withLost(graph: MigrationGraph, { records }: History, lost: readonly Migration[]): MigrationGraph {
  const recorded = recordKeys(records)
  const known = new Set([...graph.files.keys()].flatMap((key) => [key, ...graph.covers(key).map(keyOf)]))
  const isKnown = (ref: MigrationRef): boolean => known.has(keyOf(ref)) || (isEnd(ref) && graph.apps.has(ref[0]))
  const found: Migration[] = []
  let open = lost
  for (let next = lost; next.length > 0; ) {
    next = open.filter(({ dependencies }) => dependencies.every(isKnown))
    open = open.filter((each) => !next.includes(each))
    for (const { app, name } of next) known.add(migrationKey(app, name))
    found.push(...next)
  }
  return graph.withLost(
    found.map((each) => ({
      ...each,
      runBefore: each.runBefore.filter(isKnown),
      replaces: each.replaces.filter((ref) => recorded.has(keyOf(ref))),
    })),
  )
}

function keyOf(ref: MigrationRef): MigrationKey {
  return migrationKey(...ref)
}

function isEnd([, name]: MigrationRef): boolean {
  return name === '__first__' || name === '__latest__'
}
