import { formatArray, parseArray } from './array-text'
import type { FieldDecorator, NoOthers, ValuedField, ValueOf } from './define'
import { defineFieldType, fieldDecorator } from './define'
import type { Field, FieldOptions } from './field'
import { optionsOf, plain } from './field'

export interface ArrayOptions<Item> extends FieldOptions {
  readonly default?: readonly Item[] | null | (() => readonly Item[] | null)
  /** The number of items that PostgreSQL notes (it does not enforce it). */
  readonly size?: number
}

interface HeldArrayOptions extends FieldOptions {
  readonly baseField: Field
  readonly size?: number
}

const type = defineFieldType<HeldArrayOptions>({
  name: 'ArrayField',
  positional: ['baseField'],
  ownOptions: ['size'],
  columnType({ baseField, size }) {
    const of = baseField.type.columnType(optionsOf(baseField))
    return of && { kind: 'array', of, size }
  },
  toDb: (value, { baseField }) => formatArray(value, (item) => baseField.type.toDb(item, optionsOf(baseField))),
  fromDb: (raw, { baseField }) =>
    parseArray(raw as string, (item) => baseField.type.fromDb(item, optionsOf(baseField))),
  *check({ baseField }) {
    if (baseField.type.relation !== undefined) yield 'the items of an array cannot be relations'
    else yield* baseField.type.check(optionsOf(baseField))
  },
  designTypes: [Array],
})

/** A list of values of one kind: `ArrayField(CharField({ maxLength: 20 }))`. PostgreSQL: `base[]`. */
export const ArrayField = Object.assign(
  <Item, const O extends ArrayOptions<Item> = object>(
    baseField: ValuedField<Item>,
    options: O & NoOthers<O, ArrayOptions<Item>> = {} as never,
  ) =>
    fieldDecorator(type, { ...options, baseField: plain(baseField) } as HeldArrayOptions) as FieldDecorator<
      ValueOf<Item[], O>
    >,
  { type },
)
