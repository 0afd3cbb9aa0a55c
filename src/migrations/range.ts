import type { MigrationGraph } from './graph'
import type { AppliedMigration, History } from './history'
import type { MigrationRef } from './migration'
import type { Plan, Target } from './plan'
import { targetKey } from './plan'
import { targetOf } from './relative-target'
import type { MigrationSet } from './run-migrations'
import { planFrom, survey } from './run-migrations'

/** From where to where an app goes, as a person says it: `0002:0004`, `:0004`, `0002:`, or the end alone. */
export interface Range {
  readonly app: string
  readonly from: string
  readonly to: string
}

export interface RangePlan {
  readonly graph: MigrationGraph
  readonly plan: Plan
}

export function rangeOf(app: string, text: string): Range {
  const [first = '', second] = text.split(':')
  const [from, to] = second === undefined ? ['', first] : [first, second]
  return { app, from: from || 'zero', to: to || 'head' }
}

/** The plan of a range, as if exactly what its beginning needs were applied; of all there is, without one. */
export function planBetween(set: MigrationSet, range: Range | undefined): RangePlan {
  const empty = survey(set, [])
  if (range === undefined) return { graph: empty.graph, plan: planFrom(empty, [{ kind: 'all' }]) }
  const { app, from, to } = range
  const start = targetOf(from, app, empty.graph, empty.history)
  const { graph, history } = survey(set, recordsAt(start, empty.graph, empty.history))
  const end = targetOf(to, app, graph, history)
  const placed = end.kind === 'migration' ? graph.withPlaceFor(targetKey(graph, history, end)) : graph
  return { graph: placed, plan: planFrom({ graph: placed, history: history.withGraph(placed) }, [end]) }
}

/** What a database that is there has recorded. */
function recordsAt(target: Target, graph: MigrationGraph, history: History): readonly AppliedMigration[] {
  if (target.kind === 'zero' || target.kind === 'all') return []
  const ends = target.kind === 'app' ? graph.leaves(target.app) : [targetKey(graph, history, target)]
  return ends.flatMap((end) => {
    const placed = graph.withPlaceFor(end)
    return placed.forwardsPlan(end).flatMap((key) => {
      const { app, name } = placed.migration(key)
      return [[app, name] as const, ...placed.covers(key)].map(recordOf)
    })
  })
}

function recordOf([app, name]: MigrationRef): AppliedMigration {
  return { app, name, applied: new Date(0), checksum: undefined }
}
