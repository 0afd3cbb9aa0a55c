import type { MigrationKey } from '../migrations/migration'
import { laneRows } from './lanes'
import { directNeeds, keyOf, type MigrationNode } from './migration-node'
import { type Box, type Point, textWidth } from './svg'

export interface MigrationsLayout<Node extends MigrationNode> {
  readonly width: number
  readonly height: number
  /** A column each. */
  readonly apps: readonly AppColumn[]
  readonly boxes: readonly MigrationBox<Node>[]
  readonly edges: readonly MigrationEdge[]
}

export interface AppColumn extends Box {
  readonly label: string
}

export interface MigrationBox<Node extends MigrationNode> extends Box {
  readonly key: MigrationKey
  readonly node: Node
}

/** From a migration to one that needs it, by lines that go through no box. */
export interface MigrationEdge {
  readonly from: MigrationKey
  readonly to: MigrationKey
  /** Place among the apps of the one that is needed. */
  readonly app: number
  readonly points: readonly Point[]
}

export const fontSize = 12
const [boxHeight, rowGap, laneGap, margin, head] = [26, 24, 24, 20, 40]

interface Placed<Node extends MigrationNode> {
  readonly node: Node
  readonly app: number
  readonly lane: number
  readonly row: number
}

/** Apps side by side, in each its lanes; from top to bottom, every migration below all that it needs. */
export function migrationsLayout<Node extends MigrationNode>(nodes: readonly Node[]): MigrationsLayout<Node> {
  const needs = directNeeds(nodes)
  const labels = [...new Set(nodes.map(({ app }) => app))]
  const placed = place(nodes, labels, needs)
  const columns = columnsOf(labels, placed)
  const boxes = new Map(placed.map((one) => [keyOf(one.node), { ...one, ...boxOf(one, columns) }]))
  const rows = Math.max(0, ...placed.map(({ row }) => row + 1))
  const height = margin + head + rows * (boxHeight + rowGap) + margin
  const apps = columns.map(({ label, x, width }) => ({ label, x, y: margin, width, height: height - 2 * margin }))
  const edges = [...boxes].flatMap(([to, box]) =>
    (needs.get(to) ?? []).flatMap((from) => {
      const start = boxes.get(from)
      return start === undefined ? [] : [{ from, to, app: start.app, points: way(start, box) }]
    }),
  )
  const last = apps.at(-1)
  return {
    width: last === undefined ? 2 * margin : last.x + last.width + margin,
    height,
    apps,
    boxes: [...boxes].map(([key, { node, x, y, width }]) => ({ key, node, x, y, width, height: boxHeight })),
    edges,
  }
}

function place<Node extends MigrationNode>(
  nodes: readonly Node[],
  labels: readonly string[],
  needs: ReadonlyMap<MigrationKey, readonly MigrationKey[]>,
): readonly Placed<Node>[] {
  const lanes = new Map<Node, number>()
  for (const label of labels) {
    const own = nodes.filter(({ app }) => app === label)
    for (const { node, lane } of laneRows(own, needs)) lanes.set(node, lane)
  }
  const rows = new Map<MigrationKey, number>()
  // The lowest that is taken, by lane: a lane that was free again is taken further down.
  const taken = new Map<string, number>()
  return nodes.map((node) => {
    const lane = lanes.get(node) ?? 0
    const above = (needs.get(keyOf(node)) ?? []).map((key) => rows.get(key) ?? -1)
    const row = Math.max(-1, ...above, taken.get(`${node.app} ${lane}`) ?? -1) + 1
    rows.set(keyOf(node), row)
    taken.set(`${node.app} ${lane}`, row)
    return { node, app: labels.indexOf(node.app), lane, row }
  })
}

interface Column {
  readonly label: string
  readonly x: number
  readonly width: number
  readonly boxWidth: number
}

function columnsOf(labels: readonly string[], placed: readonly Placed<MigrationNode>[]): readonly Column[] {
  let x = margin
  return labels.map((label, app) => {
    const own = placed.filter((one) => one.app === app)
    const boxWidth = Math.max(...own.map(({ node }) => textWidth(node.name, fontSize) + 36), textWidth(label, 13))
    const lanes = Math.max(...own.map(({ lane }) => lane + 1))
    const column = { label, x, width: lanes * (boxWidth + laneGap) + laneGap, boxWidth }
    x += column.width + laneGap
    return column
  })
}

function boxOf({ app, lane, row }: Placed<MigrationNode>, columns: readonly Column[]): Box {
  const { x, boxWidth } = columns[app] ?? { x: 0, boxWidth: 0 }
  return {
    x: x + laneGap + lane * (boxWidth + laneGap),
    y: margin + head + row * (boxHeight + rowGap),
    width: boxWidth,
    height: boxHeight,
  }
}

/** Straight down in a lane; else through the gap below the one, along the lane of the other, through the gap above it. */
function way(from: Placed<MigrationNode> & Box, to: Placed<MigrationNode> & Box): readonly Point[] {
  const start = { x: from.x + from.width / 2, y: from.y + boxHeight }
  const end = { x: to.x + to.width / 2, y: to.y }
  if (from.app === to.app && from.lane === to.lane) return [start, end]
  // The lines of different apps lie beside each other.
  const shift = ((from.app % 5) - 2) * 3
  const below = start.y + rowGap / 2 + shift
  const above = end.y - rowGap / 2 + shift
  if (to.row === from.row + 1) return [start, { x: start.x, y: above }, { x: end.x, y: above }, end]
  const beside = to.x - laneGap / 2 + shift
  return [
    start,
    { x: start.x, y: below },
    { x: beside, y: below },
    { x: beside, y: above },
    { x: end.x, y: above },
    end,
  ]
}
