import type { Expression } from '../sql/expression'
import type { FieldDecorator, FieldValue, NoOthers } from './define'
import { defineFieldType, fieldDecorator } from './define'
import type { Field, FieldOptions } from './field'
import { optionsOf, plain } from './field'

export interface GeneratedOptions<F extends Field = Field> extends FieldOptions {
  /** Computed from other fields of the row: `multiply(F('price'), F('count'))`. */
  readonly expression: Expression
  /** What kind of value comes out. */
  readonly outputField: F
  /** false: computed when it is read (PostgreSQL 18). */
  readonly dbPersist?: boolean
}

const type = defineFieldType<GeneratedOptions>({
  name: 'GeneratedField',
  implied: { dbPersist: true },
  columnType: ({ outputField }) => outputField.type.columnType(optionsOf(outputField)),
  generatedAs: ({ expression, dbPersist }) => ({ expression, stored: dbPersist !== false }),
  toDb: (value, { outputField }) => outputField.type.toDb(value, optionsOf(outputField)),
  fromDb: (raw, { outputField }) => outputField.type.fromDb(raw, optionsOf(outputField)),
  *check({ default: literal, dbDefault, outputField }) {
    if (literal !== undefined || dbDefault !== undefined) yield 'a generated field cannot have a default'
    if (outputField.type.relation !== undefined) yield 'outputField cannot be a relation'
    yield* outputField.type.check(optionsOf(outputField))
  },
})

/** A column that the database computes. PostgreSQL: `GENERATED ALWAYS AS (…) STORED`, from 18 on `VIRTUAL` too. */
export const GeneratedField = Object.assign(
  <F extends Field, const O extends GeneratedOptions<F>>(options: O & NoOthers<O, GeneratedOptions<F>>) =>
    fieldDecorator(type, {
      ...options,
      outputField: plain(options.outputField),
    } as GeneratedOptions) as unknown as FieldDecorator<FieldValue<O['outputField']>>,
  { type },
)
