import type { MigrationGraph } from './graph'
import type { History } from './history'
import { migrationKey } from './migration'

/** Where a database stands in the history of one app. */
export interface Standing {
  readonly app: string
  /** What is applied and needed by no other applied one of the app; several where branches are. Empty: nothing is. */
  readonly at: readonly Stand[]
  /** How many migrations of the app are not applied. */
  readonly unapplied: number
}

export interface Stand {
  readonly name: string
  /** `head`: no other of the app comes after it. `lost`: recorded, without a file. */
  readonly is: 'head' | 'behind' | 'lost'
  readonly applied: Date | undefined
}

export function standingOf(app: string, graph: MigrationGraph, history: History): Standing {
  const keys = graph.order.filter((key) => graph.migration(key).app === app)
  const applied = keys.filter((key) => history.applied.has(key))
  const last = applied.filter((key) => !graph.children(key).some((child) => applied.includes(child)))
  const heads = graph.leaves(app)
  const times = new Map(history.records.map((record) => [migrationKey(record.app, record.name), record.applied]))
  const known = last.map((key): Stand => {
    return { name: graph.migration(key).name, is: heads.includes(key) ? 'head' : 'behind', applied: times.get(key) }
  })
  const lost = history.missing
    .filter((record) => record.app === app)
    .map(({ name, applied: time }): Stand => ({ name, is: 'lost', applied: time }))
  return { app, at: [...known, ...lost], unapplied: keys.length - applied.length }
}
