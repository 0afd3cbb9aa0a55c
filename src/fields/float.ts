import type { ValueOptions } from './define'
import { defineField } from './define'

/** A floating point number. PostgreSQL: `double precision`. */
export const FloatField = defineField<number, ValueOptions<number>>({
  name: 'FloatField',
  columnType: () => ({ kind: 'float8' }),
  designTypes: [Number],
})
