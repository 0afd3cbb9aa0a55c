import type { PlainColumnType } from '../sql/column-type'
import type { SqlParam } from '../sql/statement'
import type { FieldFactory, ValueOptions } from './define'
import { defineField } from './define'
import { FieldValueError } from './errors'

/** A span of values; `null` for no bound on a side. The text of an empty range has no bounds at all. */
export interface Range<T> {
  readonly lower: T | null
  readonly upper: T | null
  /** Whether the bounds themselves belong to it; `[)` unless said. */
  readonly bounds?: '[)' | '[]' | '(]' | '()'
  readonly empty?: boolean
}

interface Bound<T> {
  toDb(value: T): SqlParam
  fromDb(raw: string): T
}

/** Makes the field type of a range over some kind of value. */
export function defineRangeField<T>(
  name: string,
  kind: PlainColumnType,
  bound: Bound<T>,
): FieldFactory<Range<T>, ValueOptions<Range<T>>> {
  return defineField<Range<T>, ValueOptions<Range<T>>>({
    name,
    columnType: () => ({ kind }),
    toDb: (value) => (typeof value === 'string' ? value : formatRange(value as Range<T>, bound)),
    fromDb: (raw) => parseRange(String(raw), bound),
    designTypes: [Object],
  })
}

function formatRange<T>({ lower, upper, bounds = '[)', empty }: Range<T>, bound: Bound<T>): string {
  if (empty === true) return 'empty'
  const text = (value: T | null): string =>
    value === null ? '' : `"${String(bound.toDb(value)).replace(/["\\]/g, '\\$&')}"`
  return `${bounds[0]}${text(lower)},${text(upper)}${bounds[1]}`
}

function parseRange<T>(raw: string, bound: Bound<T>): Range<T> {
  if (raw === 'empty') return { lower: null, upper: null, empty: true }
  const match = /^([[(])("(?:[^"\\]|\\.|"")*"|[^,]*),("(?:[^"\\]|\\.|"")*"|[^\])]*)([\])])$/.exec(raw)
  if (match === null) throw new FieldValueError(raw, 'a range')
  const [, open, lower = '', upper = '', close] = match
  const value = (text: string): T | null => (text === '' ? null : bound.fromDb(unquoted(text)))
  return { lower: value(lower), upper: value(upper), bounds: `${open}${close}` as '[)' }
}

function unquoted(text: string): string {
  return text.startsWith('"')
    ? text.slice(1, -1).replace(/\\(.)|""/g, (_, escaped: string | undefined) => escaped ?? '"')
    : text
}
