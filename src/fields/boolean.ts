import type { ValueOptions } from './define'
import { defineField } from './define'

/** True or false. PostgreSQL: `boolean`. */
export const BooleanField = defineField<boolean, ValueOptions<boolean>>({
  name: 'BooleanField',
  columnType: () => ({ kind: 'boolean' }),
  designTypes: [Boolean],
})
