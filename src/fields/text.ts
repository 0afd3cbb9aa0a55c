import type { ValueOptions } from './define'
import { defineField } from './define'

/** Text of any length. PostgreSQL: `text`. */
export const TextField = defineField<string, ValueOptions<string>>({
  name: 'TextField',
  columnType: () => ({ kind: 'text' }),
  designTypes: [String],
})
