import type { MigrationKey } from '../migrations/migration'
import { keyOf, type MigrationNode } from './migration-node'

/**
 * One migration of an app, in its lane: a line of migrations that follow each other. Where branches begin, lanes are
 * opened to the right of it; where they meet, those are closed again.
 */
export interface LaneRow<Node extends MigrationNode = MigrationNode> {
  readonly node: Node
  readonly lane: number
  /** Other lanes that end in it. */
  readonly joins: readonly number[]
  /** Lanes that go by it. */
  readonly passing: readonly number[]
  /** Lanes that begin after it, besides its own. */
  readonly splits: readonly number[]
}

/** The migrations of one app, in an order in which each stands after all that it needs. */
export function laneRows<Node extends MigrationNode>(
  nodes: readonly Node[],
  needs: ReadonlyMap<MigrationKey, readonly MigrationKey[]>,
): readonly LaneRow<Node>[] {
  const children = childrenOf(nodes, needs)
  // Which migration each lane leads to; undefined: it is free.
  const lanes: (MigrationKey | undefined)[] = []
  return nodes.map((node) => {
    const key = keyOf(node)
    const [lane = lanes.length, ...joins] = lanes.flatMap((leadsTo, index) => (leadsTo === key ? [index] : []))
    for (const index of [lane, ...joins]) lanes[index] = undefined
    const passing = lanes.flatMap((leadsTo, index) => (leadsTo === undefined ? [] : [index]))
    const [first, ...others] = children.get(key) ?? []
    lanes[lane] = first
    const splits = others.map((child) => {
      const free = lanes.findIndex((leadsTo, index) => index > lane && leadsTo === undefined)
      const opened = free === -1 ? lanes.length : free
      lanes[opened] = child
      return opened
    })
    return { node, lane, joins, passing, splits }
  })
}

function childrenOf(
  nodes: readonly MigrationNode[],
  needs: ReadonlyMap<MigrationKey, readonly MigrationKey[]>,
): ReadonlyMap<MigrationKey, readonly MigrationKey[]> {
  const children = new Map<MigrationKey, MigrationKey[]>()
  for (const node of nodes) {
    const key = keyOf(node)
    for (const parent of needs.get(key) ?? []) children.set(parent, [...(children.get(parent) ?? []), key])
  }
  return children
}
