import type { MigrationKey } from '../migrations/migration'
import { type LaneRow, laneRows } from './lanes'
import { keyOf, type MigrationNode } from './migration-node'

/** A line of a graph in characters. */
export interface GraphLine<Node extends MigrationNode> {
  /** ` [X]  │`; what is said of the migration comes after it. */
  readonly lanes: string
  /** undefined: the line only leads from one to another. */
  readonly node: Node | undefined
  /** What it needs of other apps. */
  readonly elsewhere: readonly MigrationKey[]
}

/** The graph of one app, the first migration on top. `mark` is what stands in a lane for a migration: three characters. */
export function graphLines<Node extends MigrationNode>(
  nodes: readonly Node[],
  needs: ReadonlyMap<MigrationKey, readonly MigrationKey[]>,
  mark: (node: Node) => string,
): readonly GraphLine<Node>[] {
  const own = new Set(nodes.map(keyOf))
  return laneRows(nodes, needs).flatMap((row) => {
    const elsewhere = (needs.get(keyOf(row.node)) ?? []).filter((key) => !own.has(key))
    return [
      ...connector(row, row.joins, '╯', '┴'),
      { lanes: cells(row, (lane) => (lane === row.lane ? mark(row.node) : ' │ ')), node: row.node, elsewhere },
      ...connector(row, row.splits, '╮', '┬'),
    ]
  })
}

/** ` ├───┬───╮`: from the lane of a migration to others on its right, over those that go by. */
function connector(
  { lane, passing }: LaneRow,
  others: readonly number[],
  corner: string,
  tee: string,
): readonly GraphLine<never>[] {
  const last = Math.max(...others)
  if (others.length === 0) return []
  const sign = (at: number): string => {
    if (at === lane) return '├'
    if (others.includes(at)) return at === last ? corner : tee
    if (passing.includes(at)) return at > lane && at < last ? '┼' : '│'
    return at > lane && at < last ? '─' : ' '
  }
  const lanes = Array.from({ length: Math.max(last, ...passing) + 1 }, (_, at) => {
    const [before, after] = [at > lane && at <= last ? '─' : ' ', at >= lane && at < last ? '─' : ' ']
    return `${before}${sign(at)}${after}`
  })
  const isBetween = (at: number): boolean => at > lane && at <= last
  const text = lanes.map((cell, at) => (at === 0 ? cell : `${isBetween(at) ? '─' : ' '}${cell}`)).join('')
  return [{ lanes: text.trimEnd(), node: undefined, elsewhere: [] }]
}

function cells({ lane, passing }: LaneRow, sign: (lane: number) => string): string {
  const length = Math.max(lane, ...passing) + 1
  return Array.from({ length }, (_, at) => (at === lane || passing.includes(at) ? sign(at) : '   ')).join(' ')
}
