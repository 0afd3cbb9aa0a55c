import type { AnyClass } from '../../base/metadata'
import { designType } from '../../base/metadata'
import type { Field, FieldOptions } from '../../fields/field'
import { isPrimaryKey, optionsOf } from '../../fields/field'
import { Model } from '../model'
import type { Check, CheckMessage } from './message'
import { error, warning } from './message'

export const checkFields: Check = function* ({ models }) {
  for (const { state, declaration } of models.values()) {
    for (const [name, held] of state.fields) {
      // As written, with options for people.
      const field = declaration?.fields.get(name)?.field ?? held
      const object = `${state.key}.${name}`
      if (oddName.test(name)) yield* checkName(object, name, field)
      if (membersOfModels.has(name)) yield hidesMember(object, name)
      for (const text of field.type.check(optionsOf(field))) yield error(optionCheckId(text), object, text)
      for (const option in field.options) {
        const message = optionChecks[option]?.(object, field, name)
        if (message !== undefined) yield message
      }
    }
  }
}

/** `pk` has a check of its own. */
const membersOfModels: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Model.prototype).filter((name) => name !== 'pk'),
)

function hidesMember(object: string, name: string): CheckMessage {
  const hint = `Call it otherwise; dbColumn: '${name}' keeps the name of the column.`
  return error(
    'strata.E012',
    object,
    `"${name}" is what every object of a model has, and cannot be the name of a field`,
    hint,
  )
}

const oddName = /__|_$|^pk$/

function* checkName(object: string, name: string, { options }: Field): Iterable<CheckMessage> {
  if (name.endsWith('_')) yield error('fields.E001', object, 'a field name cannot end with an underscore')
  if (name.includes('__'))
    yield error('fields.E002', object, 'a field name cannot contain "__", which separates lookups')
  if (name === 'pk' && !('pkFields' in options)) {
    yield error('fields.E003', object, '"pk" stands for the primary key and cannot be the name of a field')
  }
}

type OptionCheck = (object: string, field: Field, name: string) => CheckMessage | undefined

/** By the option without which there is nothing to look at: most fields of a large project have few. */
const optionChecks: Readonly<Record<string, OptionCheck>> = {
  pkFields(object, _field, name) {
    return name === 'pk' ? undefined : error('fields.E013', object, 'a composite primary key must be called pk')
  },

  null(object, field) {
    if (field.options.null !== true || !isPrimaryKey(field)) return undefined
    return error('fields.E007', object, 'a primary key cannot be null', 'Take out null: true, or primaryKey: true.')
  },

  primaryKey(object, field) {
    const { type } = field
    if (type.identity !== true || isPrimaryKey(field)) return undefined
    return error('fields.E100', object, `${type.name} must be the primary key`, 'Take out primaryKey: false.')
  },

  unique(object, { type, options }) {
    if (type.relation !== 'many-to-one' || options.unique !== true) return undefined
    return warning('fields.W342', object, 'a unique foreign key is a one-to-one relation', 'Use OneToOneField.')
  },

  default(object, { options }) {
    const value = options.default
    if (Array.isArray(value) || isPlainObject(value)) return sharedDefault(object, value)
    return value instanceof Date ? timeOfLoading(object, value) : undefined
  },
}

function sharedDefault(object: string, value: object): CheckMessage {
  const hint = `Give a function that makes a new one: default: () => (${asWritten(value)})`
  return warning('fields.E010', object, 'all rows would share this default, which is frozen', hint)
}

function timeOfLoading(object: string, value: Date): CheckMessage | undefined {
  if (Math.abs(value.getTime() - Date.now()) >= 86_400_000) return undefined
  const hint = 'Give a function, default: () => new Date(), or autoNowAdd: true.'
  return warning('fields.W161', object, 'the default is the time at which the file was loaded', hint)
}

function asWritten(value: object): string {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))
  return text.replace(/"(-?\d+n)"/g, '$1')
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Django's ids of what field types say of their options. */
const optionCheckIds: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/^onDelete 'SET_NULL'/, 'fields.E320'],
  [/^onDelete 'SET_DEFAULT'/, 'fields.E321'],
  [/exclude each other$/, 'fields.E160'],
  [/is longer than maxLength/, 'fields.E009'],
  [/^maxLength must/, 'fields.E121'],
  [/^decimalPlaces must be a/, 'fields.E131'],
  [/^decimalPlaces must not be more/, 'fields.E134'],
  [/^maxDigits must/, 'fields.E133'],
  [/many-to-many field cannot be unique/, 'fields.E330'],
]

function optionCheckId(message: string): string {
  return optionCheckIds.find(([pattern]) => pattern.test(message))?.[1] ?? 'strata.E001'
}

/** The declared type of the property, where the compiler wrote it down: `Object` is what it says when it does not know. */
export const checkDeclaredTypes: Check = function* ({ models }) {
  for (const { state, cls, declaration } of models.values()) {
    if (cls === undefined || declaration === undefined) continue
    for (const [name, { field, by }] of declaration.fields) {
      if (field.type.designTypes.length === 0) continue
      const declared = designType(by.prototype as object, name)
      if (declared === undefined || declared === Object) continue
      if (field.type.designTypes.some((allowed) => accepts(allowed, declared))) continue
      const allowed = field.type.designTypes.map(typeName).join(' or ')
      yield error(
        'strata.E002',
        `${state.key}.${name}`,
        `${field.type.name} holds a ${allowed}, but the property is declared as ${typeName(declared)}`,
        `Declare it as ${name}!: ${allowed}${nullSuffix(field.options)}, or use another field.`,
      )
    }
  }
}

function accepts(allowed: unknown, declared: AnyClass): boolean {
  return declared === allowed || (typeof allowed === 'function' && declared.prototype instanceof allowed)
}

const primitives: ReadonlySet<unknown> = new Set([String, Number, Boolean, BigInt])

function typeName(type: unknown): string {
  const { name } = type as AnyClass
  return primitives.has(type) ? name.toLowerCase() : name
}

function nullSuffix(options: FieldOptions): string {
  return options.null === true ? ' | null' : ''
}
