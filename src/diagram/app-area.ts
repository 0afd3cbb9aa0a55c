import { type Box, element, type Markup, text } from './svg'

/** What belongs to an app, with its name on top. */
export function area({ label, x, y, width, height }: Box & { readonly label: string }, color: string): Markup {
  return element(
    'g',
    {},
    element('rect', { class: 'app-area', x, y, width, height, rx: 10, fill: color, stroke: color }),
    element('text', { class: 'app-name', x: x + 14, y: y + 22 }, text(label)),
  )
}
