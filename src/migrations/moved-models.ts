import { MoveModel } from '../operations'
import { keyOf } from '../operations/operation'
import type { ModelKey } from '../state/model-state'
import type { MigrationGraph } from './graph'

/** The keys that models left when they moved to another app, by the app whose migration moved them. */
export function movedModels(graph: MigrationGraph): ReadonlyMap<ModelKey, string> {
  const moved = new Map<ModelKey, string>()
  for (const key of graph.order) {
    const { app, operations } = graph.migration(key)
    for (const operation of operations) {
      if (operation instanceof MoveModel) moved.set(keyOf(operation.args.fromApp, operation.args.name), app)
    }
  }
  return moved
}
