import { area } from './app-area'
import { keyOf, type MigrationNode } from './migration-node'
import { fontSize, type MigrationBox, type MigrationEdge, migrationsLayout } from './migrations-layout'
import { appColor, element, type Markup, picture, roundedLine, text } from './svg'

/** A picture of the migrations: a column an app, lines from each to those that need it. */
export function migrationsSvg(nodes: readonly MigrationNode[]): Markup {
  const { width, height, apps, boxes, edges } = migrationsLayout(nodes)
  const colors = new Map(apps.map(({ label }, index) => [label, appColor(index)]))
  const colorOf = (app: string): string => colors.get(app) ?? appColor(0)
  return picture(
    { width, height, label: 'Migrations' },
    [
      ...apps.map((app) => area(app, colorOf(app.label))),
      ...edges.map((edge) => line(edge, appColor(edge.app))),
      ...boxes.map((box) => migrationBox(box, colorOf(box.node.app))),
    ].join(''),
  )
}

function line({ from, to, points }: MigrationEdge, color: string): Markup {
  const look = { class: 'edge', d: roundedLine(points, 7), style: `stroke: ${color}` }
  return element('path', { ...look, 'data-from': from, 'data-to': to })
}

const words = {
  applied: 'applied',
  unapplied: 'not applied',
  unrecorded: 'applied, not recorded',
  lost: 'applied, its file is gone',
}

function migrationBox({ node, x, y, width, height }: MigrationBox<MigrationNode>, color: string): Markup {
  const key = keyOf(node)
  const isApplied = node.status !== 'unapplied'
  const dot = { cx: x + 14, cy: y + height / 2, r: 4.5, stroke: color, 'stroke-width': 1.5 }
  return element(
    'g',
    { class: `node ${node.status}`, 'data-key': key, 'data-kind': 'migration' },
    element('title', {}, text(`${key}, ${words[node.status]}`)),
    element('rect', { class: 'box', x, y, width, height, rx: 6 }),
    element('circle', { ...dot, fill: isApplied ? color : 'none' }),
    element('text', { x: x + 26, y: y + height / 2 + fontSize / 3 }, text(node.name)),
  )
}
