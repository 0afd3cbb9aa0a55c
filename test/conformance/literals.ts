import { randomUUID } from 'node:crypto'
import { Now } from '../../src/sql/functions'
import { expressionOf, isJson } from './expressions'

/** Functions that Django's models have as defaults, by the names that cases may give them. */
const functions: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
  ArrayField: { list: () => [] },
  JSONField: { list: () => [], dict: () => ({}) },
  HStoreField: { dict: () => ({}) },
  UUIDField: { uuid4: randomUUID, 'uuid.uuid4': randomUUID },
  DateTimeField: {
    now: () => new Date(),
    'timezone.now': () => new Date(),
    'django.utils.timezone.now': () => new Date(),
  },
  DateField: { today: () => new Date(), 'date.today': () => new Date(), now: () => new Date() },
}

/** A value as JavaScript holds one of that type of field; the name of a function is the function. */
export function literalOf(value: unknown, typeName: string): unknown {
  if (typeof value === 'string') {
    const made = functions[typeName]?.[value]
    if (made !== undefined) return made
  }
  if (value === null || value === undefined) return value
  switch (typeName) {
    case 'BigIntegerField':
    case 'PositiveBigIntegerField':
      return typeof value === 'boolean' ? value : BigInt(value as string)
    case 'DecimalField':
      return typeof value === 'number' ? String(value) : value
    case 'UUIDField':
      return typeof value === 'number' ? uuidOf(value) : value
    case 'DurationField':
      return typeof value === 'number' ? `${value} seconds` : value
    case 'BinaryField':
      return typeof value === 'string' ? new Uint8Array(Buffer.from(value)) : Uint8Array.from(value as number[])
    default:
      return typeName.endsWith('RangeField') && Array.isArray(value) ? rangeOf(value, typeName) : value
  }
}

/** As Django takes a number for one. */
function uuidOf(value: number): string {
  const digits = value.toString(16).padStart(32, '0')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function rangeOf([lower = null, upper = null, bounds]: readonly unknown[], typeName: string): unknown {
  const bound = (value: unknown): unknown =>
    typeName === 'BigIntegerRangeField' ? literalOf(value, 'BigIntegerField') : value
  return { lower: bound(lower), upper: bound(upper), ...(bounds !== undefined && { bounds }) }
}

/** A literal, or an expression. */
export function dbDefaultOf(value: unknown, typeName: string): unknown {
  if (!isJson(value)) return literalOf(value, typeName)
  return 'value' in value ? literalOf(value.value, typeName) : expressionOf(value)
}

/** What a person gives for the rows there are: a value, or `{"now": true}`. */
export function oneOffOf(value: unknown, typeName: string): unknown {
  const isNow = value === 'now' || (isJson(value) && 'now' in value)
  if (isNow && /^Date/.test(typeName)) return Now()
  const literal = literalOf(value, typeName)
  return typeof literal === 'function' ? (literal as () => unknown)() : literal
}
