import type { AnyClass } from '../../base/metadata'
import { designType } from '../../base/metadata'
import type { Field, FieldOptions } from '../../fields/field'
import { optionsOf } from '../../fields/field'
import type { CheckMessage, ModelCheck } from './message'
import { error, warning } from './message'

/** Looks at one field by itself. A plain function: a generator for each field of a large project would be dear. */
type FieldCheck = (object: string, field: Field, options: FieldOptions, name: string) => CheckMessage | undefined

export const checkFields: ModelCheck = function* ({ state, declaration }) {
  for (const [name, held] of state.fields) {
    // As written, with options for people.
    const field = declaration?.fields.get(name)?.field ?? held
    const object = `${state.key}.${name}`
    const options = optionsOf(field)
    for (const text of field.type.check(options)) yield error(optionCheckId(text), object, text)
    for (const check of fieldChecks) {
      const message = check(object, field, options, name)
      if (message !== undefined) yield message
    }
  }
}

const fieldChecks: readonly FieldCheck[] = [
  function trailingUnderscore(object, _field, _options, name) {
    if (!name.endsWith('_')) return undefined
    return error('fields.E001', object, 'a field name cannot end with an underscore')
  },

  function lookupSeparator(object, _field, _options, name) {
    if (!name.includes('__')) return undefined
    return error('fields.E002', object, 'a field name cannot contain "__", which separates lookups')
  },

  function compositeKey(object, field, _options, name) {
    const isComposite = 'pkFields' in field.options
    if ((name === 'pk') === isComposite) return undefined
    return isComposite
      ? error('fields.E013', object, 'a composite primary key must be called pk')
      : error('fields.E003', object, '"pk" stands for the primary key and cannot be the name of a field')
  },

  function nullableKey(object, _field, { primaryKey, null: nullable }) {
    if (primaryKey !== true || nullable !== true) return undefined
    return error('fields.E007', object, 'a primary key cannot be null', 'Take out null: true, or primaryKey: true.')
  },

  function identity(object, { type }, { primaryKey }) {
    if (type.identity !== true || primaryKey === true) return undefined
    return error('fields.E100', object, `${type.name} must be the primary key`, 'Take out primaryKey: false.')
  },

  function uniqueForeignKey(object, { type, options }) {
    if (type.relation !== 'many-to-one' || options.unique !== true) return undefined
    return warning('fields.W342', object, 'a unique foreign key is a one-to-one relation', 'Use OneToOneField.')
  },

  function sharedDefault(object, _field, { default: value }) {
    if (!Array.isArray(value) && !isPlainObject(value)) return undefined
    const hint = `Give a function that makes a new one: default: () => (${asWritten(value)})`
    return warning('fields.E010', object, 'all rows would share this default, which is frozen', hint)
  },

  function timeOfLoading(object, _field, { default: value }) {
    if (!(value instanceof Date) || Math.abs(value.getTime() - Date.now()) >= 86_400_000) return undefined
    const hint = 'Give a function, default: () => new Date(), or autoNowAdd: true.'
    return warning('fields.W161', object, 'the default is the time at which the file was loaded', hint)
  },
]

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
export const checkDeclaredTypes: ModelCheck = function* ({ state, cls, declaration }) {
  if (cls === undefined || declaration === undefined) return
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
