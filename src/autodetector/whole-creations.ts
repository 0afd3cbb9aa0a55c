import { CreateModel } from '../operations'
import type { Operation } from '../operations/operation'
import { modelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Planned } from './dependencies'

/** How many operations each cluster is made of, wherever they have come to stand. */
export type ClusterSizes = ReadonlyMap<string, number>

export function clusterSizes(planned: readonly Planned[]): ClusterSizes {
  const sizes = new Map<string, number>()
  for (const { cluster } of planned)
    if (cluster !== undefined) sizes.set(cluster.key, (sizes.get(cluster.key) ?? 0) + 1)
  return sizes
}

/**
 * The operations of one migration, in order; a creation that is followed by all that was set apart from it is one
 * operation, as the model declares it. The optimizer would come to the same a field at a time.
 */
export function withWholeCreations(
  ordered: readonly Planned[],
  to: ProjectState,
  sizes: ClusterSizes,
): readonly Operation[] {
  const operations: Operation[] = []
  for (let at = 0; at < ordered.length; ) {
    const [first, ...rest] = runFrom(ordered, at)
    if (first === undefined) break
    const isWhole = first.cluster !== undefined && 1 + rest.length === sizes.get(first.cluster.key)
    if (isWhole && first.operation instanceof CreateModel) {
      operations.push(wholeCreation(first.operation, first.app, to))
    } else operations.push(...[first, ...rest].map(({ operation }) => operation))
    at += 1 + rest.length
  }
  return operations
}

/** An operation, and those of its cluster that follow at once. */
function runFrom(ordered: readonly Planned[], start: number): readonly Planned[] {
  const key = ordered[start]?.cluster?.key
  let end = start + 1
  while (key !== undefined && ordered[end]?.cluster?.key === key) end++
  return ordered.slice(start, end)
}

function wholeCreation({ args: { name } }: CreateModel, app: string, to: ProjectState): CreateModel {
  const { fields, options, bases } = to.model(modelKey(app, name))
  return new CreateModel({ name, fields: Object.fromEntries(fields), options, bases })
}
