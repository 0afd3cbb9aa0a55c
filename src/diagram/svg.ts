/** A piece of SVG or HTML. What is inside is markup already; attributes and `text` are escaped. */
export type Markup = string

type Attributes = Readonly<Record<string, string | number | undefined>>

export function element(name: string, attributes: Attributes = {}, ...inside: readonly Markup[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${text(typeof value === 'number' ? String(rounded(value)) : value)}"`,
  )
  const start = `<${name}${written.join('')}`
  return inside.length === 0 ? `${start}/>` : `${start}>${inside.join('')}</${name}>`
}

export function text(plain: string): Markup {
  return plain.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** A line along these points, its corners rounded. */
export function roundedLine(points: readonly Point[], radius: number): string {
  const parts = points.map((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]]
    if (before === undefined) return `M${pair(point)}`
    if (after === undefined) return `L${pair(point)}`
    return `L${pair(towards(point, before, radius))}Q${pair(point)} ${pair(towards(point, after, radius))}`
  })
  return parts.join('')
}

/** A point on the way to another one, at most half of the way. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const share = length === 0 ? 0 : Math.min(distance, length / 2) / length
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

function pair({ x, y }: Point): string {
  return `${rounded(x)},${rounded(y)}`
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}

/** Of a monospaced font as wide as they are usually. */
export function textWidth(plain: string, fontSize: number): number {
  return plain.length * fontSize * 0.605
}

export function clipped(plain: string, length: number): string {
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain
}

/** A colour for each app that stays apart from its neighbours', on light and on dark. */
export function appColor(index: number): string {
  return `hsl(${Math.round(210 + index * 137.5) % 360}, 55%, 50%)`
}

/** A whole picture, with its looks: it is a file of its own as well as a part of a page. */
export function picture({ width, height, label }: Omit<Box, 'x' | 'y'> & { label: string }, body: Markup): Markup {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      width,
      height,
      role: 'group',
      'aria-label': label,
      class: 'diagram',
    },
    element('style', {}, looks),
    body,
  )
}

const looks = `
.diagram { --paper: #fff; --ink: #1c2330; --faint: #6b7484; --rule: #c9d0da; --tint: 7%;
  font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
@media (prefers-color-scheme: dark) {
  .diagram { --paper: #1d2430; --ink: #e6eaf0; --faint: #98a2b3; --rule: #414c5d; --tint: 12%; }
}
.diagram text { fill: var(--ink); }
.diagram .app-name { font-weight: 700; font-size: 13px; }
.diagram .faint { fill: var(--faint); }
.diagram .app-area { fill-opacity: var(--tint); stroke-opacity: 0.35; }
.diagram .box { fill: var(--paper); stroke: var(--rule); stroke-width: 1.2; }
.diagram .title { font-weight: 700; }
.diagram .key { font-weight: 700; }
.diagram .rule { stroke: var(--rule); }
.diagram .edge { fill: none; stroke: var(--faint); stroke-width: 1.3; }
.diagram .marker { fill: none; stroke: context-stroke; stroke-width: 1.3; }
.diagram .unapplied .box, .diagram .lost .box { stroke-dasharray: 4 3; }
.diagram .unapplied text { fill: var(--faint); }
`
