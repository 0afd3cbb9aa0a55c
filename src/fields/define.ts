import { deepFreeze } from '../base/freeze'
import type { AnyClass, DecoratorMetadata } from '../base/metadata'
import { ClassFact } from '../base/metadata'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { SqlParam } from '../sql/statement'
import type { Field, FieldOptions, FieldType } from './field'
import { nothingImplied, optionsOfAllFields, plain } from './field'

declare const valueType: unique symbol
/** A field by the type of its value. */
export interface ValuedField<Value> extends Field {
  readonly [valueType]?: Value
}

declare const mismatch: unique symbol
/** Appears in the compiler's message where a property's declared type is not the field's. */
export interface TypeMismatch<Expected> {
  readonly [mismatch]: 'the property must be declared with the type of the field'
  readonly expected: Expected
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
/** JSON and the like: any type will do as long as it says `null` exactly where the column may be NULL. */
type NullAgrees<Declared, Value> = null extends Value
  ? null extends Declared
    ? true
    : false
  : null extends Declared
    ? false
    : true

/** How a property's declared type is held against the field's value type. */
export type Match = 'same' | 'null-only'
type Agrees<Declared, Value, M extends Match> = M extends 'same' ? Same<Declared, Value> : NullAgrees<Declared, Value>

/** A field: `@CharField({…})` on a property, and the very same `CharField({…})` as a value in a migration. */
export interface FieldDecorator<Value, M extends Match = 'same'> extends ValuedField<Value> {
  <Key extends PropertyKey, Target extends { [K in Key]: unknown }>(
    target: Target,
    key: Key & (Agrees<Target[Key], Value, M> extends true ? Key : TypeMismatch<Value>),
  ): void
  <Declared>(
    target: undefined,
    context: ClassFieldDecoratorContext<object, Declared> &
      (Agrees<Declared, Value, M> extends true ? unknown : TypeMismatch<Value>),
  ): void
}

/** The type of the property: narrowed by `choices`, with `null` where the option says so. */
export type ValueOf<Value, Options> = Options extends { readonly null: true }
  ? Chosen<Value, Options> | null
  : Chosen<Value, Options>
type Chosen<Value, Options> = Options extends { readonly choices: readonly (infer Choice)[] }
  ? Choice & Value
  : Anything<Value>
/** What may be anything is not null by itself. */
type Anything<Value> = unknown extends Value ? object : Value

/** Names the keys that a field does not know, so that a misspelt option does not compile. */
export type NoOthers<Options, Known> = { readonly [K in Exclude<keyof Options, keyof Known>]: never }

/** The options of a field whose value is a `Value`. */
export interface ValueOptions<Value> extends FieldOptions {
  readonly default?: Value | null | (() => Value | null)
  readonly choices?: readonly Value[]
}

export type FieldFactory<Value, Options extends FieldOptions, M extends Match = 'same'> = {
  <const O extends Options>(
    ...args: object extends Options ? [options?: O & NoOthers<O, Options>] : [options: O & NoOthers<O, Options>]
  ): FieldDecorator<ValueOf<Value, O>, M>
  readonly type: FieldType<Options>
}

/** What a field type says of itself; the rest has a default. */
export type FieldDefinition<Options extends FieldOptions> = Pick<FieldType<Options>, 'name' | 'columnType'> &
  Partial<FieldType<Options>>

/** The fields that the decorators of one class noted, in the order written. */
export type DecoratedFields = Map<string, Field>
export const decoratedFields = new ClassFact<DecoratedFields>('fields')

export function defineFieldType<Options extends FieldOptions>(
  definition: FieldDefinition<Options>,
): FieldType<Options> {
  return Object.freeze({
    implied: nothingImplied as Partial<Options>,
    positional: [],
    ownOptions: [],
    toDb: (value: unknown) => value as SqlParam,
    fromDb: (raw: unknown) => raw,
    check: () => [],
    designTypes: [],
    ...definition,
  })
}

/** Makes the factory of a field type whose property holds a `Value`. */
export function defineField<Value, Options extends FieldOptions = ValueOptions<Value>, M extends Match = 'same'>(
  definition: FieldDefinition<Options>,
): FieldFactory<Value, Options, M> {
  const type = defineFieldType(definition)
  const factory = (options: Options = {} as Options): FieldDecorator<never> => fieldDecorator(type, options)
  return Object.assign(factory, { type }) as unknown as FieldFactory<Value, Options, M>
}

const known = new WeakMap<FieldType, ReadonlySet<string>>()

function optionsKnownTo(type: FieldType): ReadonlySet<string> {
  let names = known.get(type)
  if (names === undefined) {
    names = new Set([...type.positional, ...type.ownOptions, ...optionsOfAllFields])
    known.set(type, names)
  }
  return names
}

/** One decorator for both kinds: the second argument is an object with a `kind` where decorators are the standard ones. */
export function fieldDecorator<Value, M extends Match>(
  type: FieldType,
  options: FieldOptions,
): FieldDecorator<Value, M> {
  refuseUnknownOptions(type.name, options, optionsKnownTo(type))
  const field = plain({ type, options: deepFreeze({ ...options }) })
  return Object.assign((target: object | undefined, key: unknown): unknown => {
    if (isFieldContext(key)) {
      standardFields(key.metadata).set(String(key.name), field)
      return keepingValue(key)
    }
    if (target !== undefined) legacyFields(target.constructor).set(String(key), field)
    return undefined
  }, field) as FieldDecorator<Value, M>
}

/**
 * Standard decorators always leave a field behind. It is written after the constructor of the base class has set the
 * values, and would wipe them out: so it takes over what is there. One without a value goes again, since it would hide
 * the accessor of a relation; while it is written it must not reach that accessor either.
 */
function keepingValue({
  name,
  addInitializer,
}: ClassFieldDecoratorContext): (this: object, initial: unknown) => unknown {
  addInitializer(function (this: unknown) {
    const instance = this as object
    if (Object.hasOwn(instance, name) && Reflect.get(instance, name) === undefined)
      Reflect.deleteProperty(instance, name)
  })
  return function (initial) {
    const given: unknown = Object.getOwnPropertyDescriptor(this, name)?.value
    const value = given === undefined ? initial : given
    Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true })
    return value
  }
}

function isFieldContext(key: unknown): key is ClassFieldDecoratorContext & { metadata: DecoratorMetadata } {
  return typeof key === 'object' && key !== null && 'kind' in key
}

/** The class whose properties are being decorated: its decorators run one after the other. */
let current: { readonly of: AnyClass; readonly fields: DecoratedFields } | undefined

function legacyFields(of: AnyClass): DecoratedFields {
  if (current?.of === of) return current.fields
  const fields = decoratedFields.own(of) ?? new Map<string, Field>()
  decoratedFields.set(of, fields)
  current = { of, fields }
  return fields
}

function standardFields(metadata: DecoratorMetadata): DecoratedFields {
  const fields = decoratedFields.ofMetadata(metadata) ?? new Map<string, Field>()
  decoratedFields.setOnMetadata(metadata, fields)
  return fields
}
