import type { Expression } from '../sql/expression'
import type { FieldDecorator, NoOthers, ValuedField } from './define'
import { defineFieldType, fieldDecorator } from './define'
import type { Field, FieldOptions } from './field'
import { optionsOf, plain } from './field'

export interface GeneratedOptions extends FieldOptions {
  /** Computed from other fields of the row: `multiply(F('price'), F('count'))`. */
  readonly expression: Expression
  /** What kind of value comes out. */
  readonly outputField: Field
  /** false: computed when it is read (PostgreSQL 18). */
  readonly dbPersist?: boolean
}

const type = defineFieldType<GeneratedOptions>({
  name: 'GeneratedField',
  ownOptions: ['expression', 'outputField', 'dbPersist'],
  implied: { dbPersist: true },
  columnType: ({ outputField }) => outputField.type.columnType(optionsOf(outputField)),
  generatedAs: ({ expression, dbPersist }) => ({ expression, stored: dbPersist !== false }),
  toDb: (value, { outputField }) => outputField.type.toDb(value, optionsOf(outputField)),
  fromDb: (raw, { outputField }) => outputField.type.fromDb(raw, optionsOf(outputField)),
  *check({ default: literal, dbDefault, outputField, dbPersist, dbIndex, unique, primaryKey }) {
    if (dbPersist === false && (dbIndex === true || unique === true || primaryKey === true))
      yield 'a column that is computed when it is read cannot have an index'
    if (literal !== undefined || dbDefault !== undefined) yield 'a generated field cannot have a default'
    if (outputField.type.relation !== undefined) yield 'outputField cannot be a relation'
    yield* outputField.type.check(optionsOf(outputField))
  },
})

/** A column that the database computes. PostgreSQL: `GENERATED ALWAYS AS (…) STORED`, from 18 on `VIRTUAL` too. */
export const GeneratedField = Object.assign(
  <Value, const O extends GeneratedOptions>(
    options: O & NoOthers<O, GeneratedOptions> & { readonly outputField: ValuedField<Value> },
  ) =>
    fieldDecorator(type, {
      ...options,
      outputField: plain(options.outputField),
    } as GeneratedOptions) as unknown as FieldDecorator<Value>,
  { type },
)
