import type { FieldDecorator, NoOthers, ValueOf } from './define'
import { defineFieldType, fieldDecorator } from './define'
import { FieldValueError } from './errors'
import type { FieldOptions } from './field'

/** An enum type as `enumType` declares it. */
interface DeclaredEnum<Value extends string> {
  readonly name: string
  readonly values: readonly Value[]
}

export interface EnumFieldOptions<Value extends string> extends Omit<FieldOptions, 'choices'> {
  readonly default?: Value | null | (() => Value | null)
}

interface HeldEnumFieldOptions extends FieldOptions {
  /** The name of the type in the database. */
  readonly enumType: string
}

const type = defineFieldType<HeldEnumFieldOptions>({
  name: 'EnumField',
  positional: ['enumType'],
  columnType: ({ enumType }) => ({ kind: 'named', name: enumType }),
  toDb(value) {
    if (typeof value !== 'string') throw new FieldValueError(value, 'one of the values of the enum, a text')
    return value
  },
  *check({ enumType, choices, default: given, dbDefault }) {
    for (const value of [given, dbDefault]) {
      if (typeof value === 'string' && choices !== undefined && !choices.includes(value))
        yield `the default ${JSON.stringify(value)} is none of the values of the enum ${enumType}`
    }
  },
  designTypes: [String],
})

/** One of the values of an enum type: `EnumField(Mood)`; a migration names the type: `EnumField('mood')`. PostgreSQL: that type. */
export const EnumField = Object.assign(
  <const Value extends string, const O extends EnumFieldOptions<Value> = object>(
    of: DeclaredEnum<Value> | string,
    options: O & NoOthers<O, EnumFieldOptions<Value>> = {} as never,
  ) => {
    // The values are for people and checks: a state has them from the type itself.
    const declared = typeof of === 'string' ? { enumType: of } : { enumType: of.name, choices: of.values }
    return fieldDecorator(type, { ...options, ...declared } as HeldEnumFieldOptions) as FieldDecorator<
      ValueOf<Value, Omit<O, 'choices'>>
    >
  },
  { type },
)
