import type { ModelKey } from '../state/model-state'
import type { FieldNode, ModelNode, RelationEdge } from './model-node'
import { type Box, clipped, textWidth } from './svg'

export interface ModelsLayout {
  readonly width: number
  readonly height: number
  readonly apps: readonly (Box & { readonly label: string })[]
  readonly boxes: ReadonlyMap<ModelKey, Box & { readonly model: ModelNode }>
}

export const [headHeight, rowHeight, fontSize] = [30, 19, 12]
const [gapX, gapY, padding, margin, appHead] = [64, 26, 26, 20, 36]

/** Names and types longer than this are cut off in a picture. */
const longest = 28

export function fieldTexts({ name, type, to, isNull }: FieldNode): readonly [name: string, type: string] {
  const short = to === undefined ? type.replace(/Field$/, '') : (to.split('.')[1] ?? to)
  return [clipped(name, longest), clipped(`${short}${isNull ? '?' : ''}`, longest)]
}

export function titleOf({ name }: ModelNode): string {
  return clipped(name, longest + 8)
}

/**
 * Apps side by side, in each its models in columns: what others refer to on the left of them. As many apps stand beside
 * each other as make a picture of the shape of a screen.
 */
export function modelsLayout(models: readonly ModelNode[], edges: readonly RelationEdge[]): ModelsLayout {
  const labels = inOrder([...new Set(models.map(({ app }) => app))], (app) => appsNeeded(app, models, edges))
  const blocks = labels.map((label) => {
    const own = models.filter(({ app }) => app === label)
    return appBlock(label, own, edges)
  })
  const { width, height, apps } = bestShelves(blocks)
  const boxes = blocks.flatMap(({ places }, index) => {
    const { x = 0, y = 0 } = apps[index] ?? {}
    return places.map((place) => [place.model.key, { ...place, x: x + place.x, y: y + place.y }] as const)
  })
  return { width, height, apps, boxes: new Map(boxes) }
}

type Shelves = Omit<ModelsLayout, 'boxes'>

/** What is seen largest on a screen, of all ways to put the blocks on shelves in their order. */
function bestShelves(blocks: readonly Block[]): Shelves {
  let reach = 0
  const limits = blocks.map(({ width }) => {
    reach += width + gapX
    return reach
  })
  const seen = ({ width, height }: Shelves): number => Math.max(width / 1.6, height)
  return limits
    .map((limit) => shelves(blocks, limit))
    .reduce((best, one) => (seen(one) < seen(best) ? one : best), shelves(blocks, 0))
}

function shelves(blocks: readonly Block[], limit: number): Shelves {
  let [x, y, shelf] = [margin, margin, 0]
  const apps = blocks.map(({ label, width, height }) => {
    if (x > margin && x + width > margin + limit) [x, y, shelf] = [margin, y + shelf + gapY, 0]
    const app = { label, x, y, width, height }
    x += width + gapX
    shelf = Math.max(shelf, height)
    return app
  })
  const right = Math.max(0, ...apps.map((app) => app.x + app.width))
  return { width: right + margin, height: y + shelf + margin, apps }
}

interface Block {
  readonly label: string
  readonly width: number
  readonly height: number
  /** Within the block. */
  readonly places: readonly (Box & { readonly model: ModelNode })[]
}

function appBlock(label: string, models: readonly ModelNode[], edges: readonly RelationEdge[]): Block {
  const keys = models.map(({ key }) => key)
  const targets = (key: ModelKey): readonly ModelKey[] =>
    edges.filter(({ from, to }) => from === key && to !== key && keys.includes(to)).map(({ to }) => to)
  const depths = depthsOf(keys, targets)
  const sizes = new Map(models.map((model) => [model, sizeOf(model)]))
  const area = [...sizes.values()].reduce((sum, { width, height }) => sum + (width + gapX) * (height + gapY), 0)
  const limit = Math.sqrt(area) * 1.1
  const places: (Box & { model: ModelNode })[] = []
  let [x, y, columnWidth, depth] = [padding, appHead, 0, 0]
  for (const [model, { width, height }] of [...sizes].sort(
    ([a], [b]) => (depths.get(a.key) ?? 0) - (depths.get(b.key) ?? 0) || (a.name < b.name ? -1 : 1),
  )) {
    const own = depths.get(model.key) ?? 0
    if (y > appHead && (own !== depth || y + height > appHead + limit)) {
      ;[x, y, columnWidth] = [x + columnWidth + gapX, appHead, 0]
    }
    places.push({ model, x, y, width, height })
    ;[y, columnWidth, depth] = [y + height + gapY, Math.max(columnWidth, width), own]
  }
  const bottom = Math.max(...places.map((place) => place.y + place.height))
  return { label, width: Math.max(x + columnWidth, textWidth(label, 13)) + padding, height: bottom + padding, places }
}

function sizeOf(model: ModelNode): Pick<Box, 'width' | 'height'> {
  const rows = model.fields.map((field) => {
    const [name, type] = fieldTexts(field)
    return textWidth(`${name}   ${type}`, fontSize)
  })
  return {
    width: Math.max(textWidth(titleOf(model), fontSize + 1), ...rows) + 28,
    height: headHeight + model.fields.length * rowHeight + 8,
  }
}

function appsNeeded(app: string, models: readonly ModelNode[], edges: readonly RelationEdge[]): readonly string[] {
  const apps = new Map(models.map((model) => [model.key, model.app]))
  const needed = edges.filter(({ from }) => apps.get(from) === app).map(({ to }) => apps.get(to) ?? app)
  return [...new Set(needed)].filter((other) => other !== app)
}

/** What is needed first, else by name. */
function inOrder(keys: readonly string[], needs: (key: string) => readonly string[]): readonly string[] {
  const depths = depthsOf(keys, needs)
  return [...keys].sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0) || (a < b ? -1 : 1))
}

/** How long the longest chain of needs is; where it goes in a circle, it is cut. */
function depthsOf(keys: readonly string[], needs: (key: string) => readonly string[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  const visit = (key: string, path: ReadonlySet<string>): number => {
    const known = depths.get(key)
    if (known !== undefined) return known
    const onPath = new Set(path).add(key)
    const below = needs(key).filter((need) => !onPath.has(need))
    const depth = Math.max(-1, ...below.map((need) => visit(need, onPath))) + 1
    depths.set(key, depth)
    return depth
  }
  for (const key of keys) visit(key, new Set())
  return depths
}
