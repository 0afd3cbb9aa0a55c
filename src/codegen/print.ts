import type { ArrayCode, CallCode, Code, Entry, ObjectCode } from './code'
import { displayWidth } from './display-width'

/** Formatters allow 80 columns unless told otherwise; a field with its options needs more. */
export const defaultWidth = 100

/** Lays code out as Prettier and Biome do: on one line if it fits, else one entry a line. */
export function print(code: Code, width: number = defaultWidth): string {
  return printAt(code, { width, indent: 0, column: 0 })
}

/** Where on its line a piece of code begins. */
interface Place {
  /** Of every line. */
  readonly width: number
  /** Of the line that it is on. */
  readonly indent: number
  readonly column: number
}

function printAt(code: Code, place: Place): string {
  return code.tall || !fits(code.width, place) ? broken(code, place) : flat(code)
}

/** A comma, or a bracket that closes the line, always follows. */
function fits(width: number, place: Place): boolean {
  return place.column + width + 1 <= place.width
}

function flat(code: Code): string {
  if ('text' in code) return code.text
  switch (code.kind) {
    case 'object':
      if (isEmpty(code)) return '{}'
      return `{ ${code.entries.map(({ key, value }) => `${key}: ${flat(value)}`).join(', ')} }`
    case 'array':
      return `[${code.items.map(flat).join(', ')}]`
    case 'call':
      return `${code.callee}(${code.args.map(flat).join(', ')})`
  }
}

function broken(code: Code, place: Place): string {
  if ('text' in code) return code.text
  switch (code.kind) {
    case 'object':
      return brokenObject(code, place)
    case 'array':
      return brokenArray(code, place)
    case 'call':
      return brokenCall(code, place)
  }
}

function isEmpty(code: ObjectCode | ArrayCode): boolean {
  return code.kind === 'object' ? code.entries.length === 0 : code.items.length === 0
}

function brokenObject(code: ObjectCode, place: Place): string {
  if (isEmpty(code)) return flat(code)
  const parts = code.entries.map((entry) => printEntry(entry, below(place)))
  return lines('{', parts, '}', place)
}

function brokenArray(code: ArrayCode, place: Place): string {
  if (isEmpty(code)) return flat(code)
  if (isFilled(code)) return filled(code, place)
  const parts = code.items.map((item) => printAt(item, below(place)))
  return lines('[', parts, ']', place)
}

/** The beginning of a line one step further in. */
function below({ width, indent }: Place): Place {
  return { width, indent: indent + 2, column: indent + 2 }
}

function lines(open: string, parts: readonly string[], close: string, { indent }: Place): string {
  const margin = ' '.repeat(indent)
  return `${open}\n${parts.map((part) => `${margin}  ${part},\n`).join('')}${margin}${close}`
}

/** Numbers alone fill their lines. */
function isFilled(code: Code): boolean {
  return code.kind === 'array' && code.items.every((item) => item.kind === 'number')
}

function filled({ items }: ArrayCode, place: Place): string {
  const margin = ' '.repeat(place.indent + 2)
  let text = '['
  let column = place.width
  for (const item of items) {
    const isBeside = column + 1 + item.width + 1 <= place.width
    text += isBeside ? ` ${flat(item)},` : `\n${margin}${flat(item)},`
    column = (isBeside ? column + 1 : margin.length) + item.width + 1
  }
  return `${text}\n${' '.repeat(place.indent)}]`
}

function brokenCall(code: CallCode, place: Place): string {
  const { callee, args } = code
  const last = args.at(-1)
  if (last === undefined) return flat(code)
  if (isHugged(code, last, place)) {
    const leading = args.slice(0, -1).map((arg) => `${flat(arg)}, `)
    return `${callee}(${leading.join('')}${broken(last, place)})`
  }
  const parts = args.map((arg) => printAt(arg, below(place)))
  return lines(`${callee}(`, parts, ')', place)
}

/** Whether the last argument alone is broken: `ForeignKey('people.Director', {` … `})`. */
function isHugged({ callee, args }: CallCode, last: Code, place: Place): boolean {
  if ((last.kind !== 'object' && last.kind !== 'array') || isEmpty(last)) return false
  if (args.length > 1 && (isFilled(last) || args.at(-2)?.kind === last.kind)) return false
  const leading = args.slice(0, -1)
  const width = leading.reduce((sum, arg) => sum + arg.width + 2, displayWidth(callee) + 1)
  return !leading.some((arg) => arg.tall) && fits(width, place)
}

function printEntry({ key, value }: Entry, place: Place): string {
  const keyWidth = displayWidth(key) + 2
  const beside = { ...place, column: place.column + keyWidth }
  if (!goesBelow(value, keyWidth, beside)) return `${key}: ${printAt(value, beside)}`
  const next = below(place)
  return `${key}:\n${' '.repeat(next.indent)}${printAt(value, next)}`
}

/** Whether a value that does not fit beside its key goes below it. A key of four letters is not worth the line. */
function goesBelow(value: Code, keyWidth: number, beside: Place): boolean {
  if (fits(value.width, beside)) return false
  switch (value.kind) {
    case 'string':
      return keyWidth > 6
    case 'call':
      return isBrief(value, beside.width / 4) || !fits(displayWidth(value.callee), beside)
    case 'script':
      return false
    case 'word':
      return value.text !== 'true' && value.text !== 'false'
    case 'number':
      return value.text.startsWith('-')
    case 'object':
    case 'array':
      return isEmpty(value) || !fits(0, beside)
  }
}

/** A call that would not be much narrower with its arguments broken. */
function isBrief({ callee, args }: CallCode, most: number): boolean {
  const [first, second] = args
  if (callee.startsWith('new ') || second !== undefined) return false
  if (first === undefined || first.kind === 'number') return true
  return (first.kind === 'string' || first.kind === 'word') && first.width <= most
}
