import type { FieldDecorator } from './define'
import { defineFieldType, fieldDecorator } from './define'
import type { FieldOptions } from './field'

export interface CompositePrimaryKeyOptions extends FieldOptions {
  readonly pkFields: readonly string[]
}

const type = defineFieldType<CompositePrimaryKeyOptions>({
  name: 'CompositePrimaryKey',
  positional: ['pkFields'],
  implied: { primaryKey: true },
  columnType: () => undefined,
  *check({ pkFields }) {
    if (pkFields.length < 2) yield 'a composite primary key has at least two fields'
    if (new Set(pkFields).size < pkFields.length) yield 'a composite primary key names each field once'
  },
})

/** Several fields that are the key together: `@CompositePrimaryKey(['room', 'day']) pk!: [number, Date]`. */
export const CompositePrimaryKey = Object.assign(
  (pkFields: readonly string[]) =>
    fieldDecorator(type, { pkFields } as FieldOptions) as FieldDecorator<object, 'null-only'>,
  { type },
)
