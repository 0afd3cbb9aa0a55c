import type { AnyClass } from '../../base/metadata'
import { designType } from '../../base/metadata'
import type { Field, FieldOptions } from '../../fields/field'
import { optionsOf } from '../../fields/field'
import type { CheckMessage, ModelCheck } from './message'
import { error, warning, writtenFields } from './message'

/** Looks at one field by itself. */
type FieldCheck = (object: string, field: Field, options: FieldOptions, name: string) => Iterable<CheckMessage>

export const checkFields: ModelCheck = function* (model) {
  for (const [name, field] of writtenFields(model)) {
    const object = `${model.state.key}.${name}`
    const options = optionsOf(field)
    for (const check of fieldChecks) yield* check(object, field, options, name)
  }
}

const fieldChecks: readonly FieldCheck[] = [
  function* names(object, field, _options, name) {
    if (name.endsWith('_')) yield error('fields.E001', object, 'a field name cannot end with an underscore')
    if (name.includes('__'))
      yield error('fields.E002', object, 'a field name cannot contain "__", which separates lookups')
    if (name === 'pk' && !('pkFields' in field.options)) {
      yield error('fields.E003', object, '"pk" stands for the primary key and cannot be the name of a field')
    }
    if (name !== 'pk' && 'pkFields' in field.options) {
      yield error('fields.E013', object, 'a composite primary key must be called pk')
    }
  },

  function* wrongOptions(object, field, options) {
    for (const message of field.type.check(options)) yield error(optionCheckId(message), object, message)
  },

  function* key(object, field, { primaryKey, null: nullable }) {
    if (primaryKey === true && nullable === true) {
      yield error('fields.E007', object, 'a primary key cannot be null', 'Take out null: true, or primaryKey: true.')
    }
    if (field.type.identity === true && primaryKey !== true) {
      yield error('fields.E100', object, `${field.type.name} must be the primary key`, 'Take out primaryKey: false.')
    }
  },

  function* uniqueForeignKey(object, field) {
    if (field.type.relation === 'many-to-one' && field.options.unique === true) {
      yield warning('fields.W342', object, 'a unique foreign key is a one-to-one relation', 'Use OneToOneField.')
    }
  },

  function* defaults(object, _field, { default: value }) {
    if (Array.isArray(value) || isPlainObject(value)) {
      const hint = `Give a function that makes a new one: default: () => (${JSON.stringify(value)})`
      yield warning('fields.E010', object, 'all rows would share this default, which is frozen', hint)
    }
    if (value instanceof Date && Math.abs(value.getTime() - Date.now()) < 86_400_000) {
      const hint = 'Give a function, default: () => new Date(), or autoNowAdd: true.'
      yield warning('fields.W161', object, 'the default is the time at which the file was loaded', hint)
    }
  },
]

function isPlainObject(value: unknown): boolean {
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
  for (const [name, { field }] of declaration.fields) {
    const declared = designType(cls.prototype as object, name)
    if (declared === undefined || declared === Object || field.type.designTypes.length === 0) continue
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
