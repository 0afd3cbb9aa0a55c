import type { ModelKey } from '../state/model-state'
import { area } from './app-area'
import type { FieldNode, ModelNode, RelationEdge } from './model-node'
import { fieldTexts, fontSize, headHeight, modelsLayout, rowHeight, titleOf } from './models-layout'
import { appColor, type Box, element, type Markup, picture, text } from './svg'

const markerSize = 14

type ModelBox = Box & { readonly model: ModelNode }

/** The models as an entity diagram: a box each with its fields, a line from each field to the model that it points at. */
export function modelsSvg(models: readonly ModelNode[], edges: readonly RelationEdge[]): Markup {
  const { width, height, apps, boxes } = modelsLayout(models, edges)
  const colors = new Map(apps.map(({ label }, index) => [label, appColor(index)]))
  const colorOf = (app: string): string => colors.get(app) ?? appColor(0)
  return picture(
    { width, height, label: 'Models' },
    [
      markers,
      ...apps.map((app) => area(app, colorOf(app.label))),
      ...edges.map((edge) => line(edge, boxes)),
      ...[...boxes.values()].map((box) => modelBox(box, colorOf(box.model.app))),
    ].join(''),
  )
}

/** The ends of a line, as in other entity diagrams: a foot of a crow for many, a bar for one. */
const markers = element(
  'defs',
  {},
  ...[
    ['many', 'M14,1 L2,7 L14,13 M2,7 L14,7'],
    ['one', 'M6,2 L6,12 M0,7 L14,7'],
  ].map(([id = '', d = '']) =>
    element(
      'marker',
      {
        ...{
          id: `end-${id}`,
          viewBox: '0 0 14 14',
          refX: 14,
          refY: 7,
          markerWidth: markerSize,
          markerHeight: markerSize,
        },
        ...{ orient: 'auto-start-reverse', markerUnits: 'userSpaceOnUse' },
      },
      element('path', { class: 'marker', d }),
    ),
  ),
)

function line({ from, field, to, kind }: RelationEdge, boxes: ReadonlyMap<ModelKey, ModelBox>): Markup {
  const [source, target] = [boxes.get(from), boxes.get(to)]
  if (source === undefined || target === undefined) return ''
  const row = source.model.fields.findIndex(({ name }) => name === field)
  const y = source.y + headHeight + row * rowHeight + rowHeight / 2
  const targetY = target.y + headHeight / 2
  return element('path', {
    class: `edge ${kind}`,
    d: curve(source, y, target, targetY),
    'marker-start': `url(#end-${kind === 'one-to-one' ? 'one' : 'many'})`,
    'marker-end': `url(#end-${kind === 'many-to-many' ? 'many' : 'one'})`,
    'data-from': from,
    'data-to': to,
    'data-field': field,
  })
}

/** From the side of one box to the side of the other that faces it; of boxes above each other, both on the right. */
function curve(source: Box, y: number, target: Box, targetY: number): string {
  const isLeft = target.x + target.width < source.x
  const isRight = target.x > source.x + source.width
  const start = isLeft ? source.x : source.x + source.width
  const end = isLeft || !isRight ? target.x + target.width : target.x
  const [out, into] = [isLeft ? -1 : 1, isRight ? -1 : 1]
  const reach = Math.min(120, Math.max(30, Math.abs(end - start) / 2))
  // Straight at both ends, where the markers are.
  const [leaving, arriving] = [start + out * markerSize, end + into * markerSize]
  const bends = `${leaving + out * reach},${y} ${arriving + into * reach},${targetY}`
  return `M${start},${y}H${leaving}C${bends} ${arriving},${targetY}H${end}`
}

function modelBox({ model, x, y, width, height }: ModelBox, color: string): Markup {
  return element(
    'g',
    { class: 'node', 'data-key': model.key, 'data-kind': 'model' },
    element('title', {}, text(`${model.key}, table ${model.table}`)),
    element('rect', { class: 'box', x, y, width, height, rx: 7 }),
    element('path', { d: `M${x + 7},${y}h${width - 14}`, stroke: color, 'stroke-width': 3, 'stroke-linecap': 'round' }),
    element('text', { class: 'title', x: x + 14, y: y + 20, 'font-size': fontSize + 1 }, text(titleOf(model))),
    element('path', { class: 'rule', d: `M${x},${y + headHeight - 2}h${width}` }),
    ...model.fields.map((field, index) => fieldRow(field, x, y + headHeight + (index + 1) * rowHeight - 5, width)),
  )
}

function fieldRow(field: FieldNode, x: number, y: number, width: number): Markup {
  const [name, type] = fieldTexts(field)
  return (
    element('text', { class: field.isKey ? 'key' : undefined, x: x + 14, y }, text(name)) +
    element('text', { class: 'faint', x: x + width - 14, y, 'text-anchor': 'end' }, text(type))
  )
}
