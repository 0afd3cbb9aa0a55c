import type { MigrationNode } from '../diagram/migration-node'
import type { MigrationGraph } from '../migrations/graph'
import type { AppliedMigration, History } from '../migrations/history'
import { migrationKey } from '../migrations/migration'

export interface ShownMigration extends MigrationNode {
  readonly applied: Date | undefined
  /** How many migrations it stands for. */
  readonly squashes: number
}

/** In the order in which they are applied; those without a file at the end. */
export function shownMigrations(graph: MigrationGraph, history: History): readonly ShownMigration[] {
  return [...withFiles(graph, history), ...lost(history)]
}

function withFiles(graph: MigrationGraph, history: History): readonly ShownMigration[] {
  const times = new Map(history.records.map((record) => [migrationKey(record.app, record.name), record.applied]))
  const unrecorded = new Set(history.unrecorded.map(({ app, name }) => migrationKey(app, name)))
  return graph.order.map((key) => {
    const { app, name } = graph.migration(key)
    const done = history.applied.has(key)
    return {
      app,
      name,
      status: unrecorded.has(key) ? 'unrecorded' : done ? 'applied' : 'unapplied',
      applied: times.get(key),
      squashes: graph.covers(key).length,
      dependencies: [...graph.parents(key)].sort(),
    }
  })
}

function lost({ missing }: History): readonly ShownMigration[] {
  return missing.map(({ app, name, applied }: AppliedMigration) => {
    return { app, name, status: 'lost', applied, squashes: 0, dependencies: [] }
  })
}
