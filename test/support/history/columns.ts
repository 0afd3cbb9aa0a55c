import { randomUUID } from 'node:crypto'
import * as fields from '../../../src/fields'
import type { Field, FieldType } from '../../../src/fields/field'
import { plain } from '../../../src/fields/field'
import type { Expression } from '../../../src/sql/expression'
import { add, F, Lower, multiply, Now, RandomUUID, Upper } from '../../../src/sql/functions'
import type { Choices } from './choices'

/** Every kind of column that there is, with values that it can hold. */

export type Family = 'text' | 'number' | 'date' | 'range' | 'array' | 'json' | 'other'

interface Kind {
  readonly type: string
  readonly family: Family
  readonly options?: Readonly<Record<string, unknown>>
  readonly samples: readonly unknown[]
  /** What the column's DEFAULT may be computed by. */
  readonly computed?: () => Expression
}

const texts = ['', "it's", '100% "a"', 'é🦀\\n', 'x', 'Y', '%s', '{a}', 'NULL']
const whole = [0, 1, 7, 2, 3, 100, 32767, 99]
const days = ['2024-02-29', '1970-01-01', '2026-11-22', '0044-03-15', '2030-06-30'].map((day) => new Date(day))
const longTexts = { family: 'text', samples: texts } as const
const counts = { family: 'number', samples: whole } as const

const kinds: readonly Kind[] = [
  { type: 'CharField', options: { maxLength: 40 }, ...longTexts },
  { type: 'IntegerField', family: 'number', samples: [...whole, -5] },
  { type: 'TextField', ...longTexts },
  { type: 'CharField', ...longTexts },
  { type: 'CharField', options: { maxLength: 10 }, ...longTexts },
  { type: 'SlugField', ...longTexts },
  { type: 'EmailField', ...longTexts },
  { type: 'URLField', ...longTexts },
  { type: 'FilePathField', ...longTexts },
  { type: 'FileField', ...longTexts },
  { type: 'ImageField', ...longTexts },
  { type: 'SmallIntegerField', family: 'number', samples: [...whole, -7] },
  { type: 'BigIntegerField', family: 'number', samples: [0n, 9007199254740993n, -1n, 5n, 6n] },
  { type: 'PositiveIntegerField', ...counts },
  { type: 'PositiveSmallIntegerField', ...counts },
  { type: 'PositiveBigIntegerField', family: 'number', samples: [0n, 9007199254740993n, 4n, 5n] },
  {
    type: 'DecimalField',
    family: 'number',
    options: { maxDigits: 8, decimalPlaces: 2 },
    samples: ['0', '12.50', '-3.25', '1', '2'],
  },
  { type: 'FloatField', family: 'number', samples: [0, 1.5, -2.25, 1e20, 3] },
  { type: 'BooleanField', family: 'other', samples: [false, true] },
  { type: 'DateField', family: 'date', samples: days },
  { type: 'DateTimeField', family: 'date', samples: days, computed: Now },
  { type: 'DateTimeField', family: 'date', options: { autoNowAdd: true }, samples: days },
  { type: 'TimeField', family: 'other', samples: ['20:15:00', '00:00:00', '23:59:59.123456'] },
  { type: 'DurationField', family: 'other', samples: ['1 day 02:00:00', '-00:00:01', '00:00:00'] },
  { type: 'BinaryField', family: 'other', samples: [[0, 255, 39], [], [92, 120]].map((b) => new Uint8Array(b)) },
  {
    type: 'UUIDField',
    family: 'other',
    samples: ['00000000-0000-0000-0000-000000000000', 'c2d29867-3d0b-d497-9191-18a9d8ee7830'],
    computed: RandomUUID,
  },
  { type: 'GenericIPAddressField', family: 'other', samples: ['10.0.0.1', '::1', '2001:db8::ff00:42:8329'] },
  { type: 'JSONField', family: 'json', samples: [{ a: 1 }, [1, 'é', null], "it's", { '%s': '"' }] },
  { type: 'HStoreField', family: 'other', samples: [{ a: '1' }, { 'b"': null, "c'": '\\' }, {}] },
  { type: 'SearchVectorField', family: 'json', samples: ["'a':1 'b':2", "'x'"] },
  {
    type: 'IntegerRangeField',
    family: 'range',
    samples: [
      { lower: 1, upper: 5 },
      { lower: null, upper: 3 },
    ],
  },
  {
    type: 'BigIntegerRangeField',
    family: 'range',
    samples: [
      { lower: 1n, upper: 5n },
      { lower: 2n, upper: null },
    ],
  },
  { type: 'DecimalRangeField', family: 'range', samples: [{ lower: '1.5', upper: '2' }] },
  { type: 'DateRangeField', family: 'range', samples: [{ lower: days[0], upper: days[2] }] },
  { type: 'DateTimeRangeField', family: 'range', samples: [{ lower: days[0], upper: null, bounds: '(]' }] },
]

const arrays: readonly Kind[] = kinds
  .filter(({ type }) => ['CharField', 'IntegerField', 'TextField', 'DecimalField', 'DateField'].includes(type))
  .map(({ type, options, samples }) => ({
    type: 'ArrayField',
    family: 'array',
    options: { baseField: plain(fieldOf(type, options ?? {})) },
    samples: [[], samples.slice(0, 2), samples.slice(1, 4)],
  }))

export const allKinds: readonly Kind[] = [...kinds, ...arrays]

/** The field of a type by its name. */
export function fieldOf(type: string, options: Readonly<Record<string, unknown>> = {}): Field {
  const factory = (fields as unknown as Readonly<Record<string, { readonly type: FieldType } | undefined>>)[type]
  if (factory === undefined) throw new Error(`there is no field type ${type}`)
  return plain({ type: factory.type, options })
}

function kindOf(field: Field): Kind | undefined {
  return allKinds.find(({ type }) => type === field.type.name)
}

export function familyOf(field: Field): Family {
  return kindOf(field)?.family ?? 'other'
}

/** Values that every column of the type takes, whatever its length. */
export function samplesOf(field: Field): readonly unknown[] {
  if (field.type.name === 'ArrayField') {
    const samples = samplesOf((field.options as unknown as { baseField: Field }).baseField)
    return [[], samples.slice(0, 2), samples.slice(1, 4)]
  }
  return kindOf(field)?.samples ?? (field.type.identity === true ? whole : [])
}

export function anyColumn(choices: Choices): Field {
  const kind = choices.of(allKinds) ?? allKinds[0]
  const field = fieldOf(kind?.type ?? 'CharField', kind?.options)
  return [nullable, unique, indexed, defaulted, commented].reduce((each, turn) => turn(each, choices), field)
}

/** The field with other options; those that are undefined go. */
export function altered(field: Field, options: Readonly<Record<string, unknown>>): Field {
  const all = Object.entries({ ...field.options, ...options }).filter(([, value]) => value !== undefined)
  return plain({ type: field.type, options: Object.fromEntries(all) })
}

const nullable = (field: Field, choices: Choices): Field => (choices.once(3) ? altered(field, { null: true }) : field)
const unique = (field: Field, choices: Choices): Field => (choices.once(6) ? altered(field, { unique: true }) : field)
const indexed = (field: Field, choices: Choices): Field => (choices.once(6) ? altered(field, { dbIndex: true }) : field)
const commented = (field: Field, choices: Choices): Field =>
  choices.once(8) ? altered(field, { dbComment: 'it\'s 100% "odd"\n🦀' }) : field
const defaulted = (field: Field, choices: Choices): Field => (choices.once(4) ? withDefault(field, choices) : field)

/** A literal, a function or something that the database computes. */
export function withDefault(field: Field, choices: Choices): Field {
  const bare = altered(field, { default: undefined, dbDefault: undefined })
  if ('autoNowAdd' in field.options || field.type.identity === true) return bare
  const sample = choices.of(samplesOf(field))
  const computed = kindOf(field)?.computed
  switch (choices.number(4)) {
    case 0:
      return altered(bare, { default: sample })
    case 1:
      return altered(bare, { dbDefault: computed === undefined ? sample : computed() })
    case 2:
      return altered(bare, { default: field.type.name === 'UUIDField' ? randomUUID : () => sample })
    default:
      return altered(bare, { default: sample, dbDefault: choices.of(samplesOf(field)) })
  }
}

/** A column computed from this one, if there is a function for it. */
export function computedFrom(name: string, field: Field, choices: Choices): Field | undefined {
  const virtual = choices.once(3) ? { dbPersist: false } : {}
  const generated = (expression: Expression, outputField: Field): Field =>
    fieldOf('GeneratedField', { expression, outputField: plain(outputField), ...virtual })
  if (familyOf(field) === 'text') {
    return generated((choices.of([Lower, Upper]) ?? Lower)(F(name)), fieldOf('TextField'))
  }
  if (/^(Positive|Small)?(Small)?IntegerField$/.test(field.type.name)) {
    return generated((choices.of([add, multiply]) ?? add)(F(name), 2), fieldOf('BigIntegerField'))
  }
  return undefined
}
