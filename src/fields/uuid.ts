import type { ValueOptions } from './define'
import { defineField } from './define'

/** A UUID as text. PostgreSQL: `uuid`. */
export const UUIDField = defineField<string, ValueOptions<string>>({
  name: 'UUIDField',
  columnType: () => ({ kind: 'uuid' }),
  designTypes: [String],
})
