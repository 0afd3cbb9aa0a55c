import type { ValueOptions } from './define'
import { defineField } from './define'
import { integerParam, safeInteger, signed } from './numbers'

/** A whole number of 32 bits. PostgreSQL: `integer`. */
export const IntegerField = defineField<number, ValueOptions<number>>({
  name: 'IntegerField',
  columnType: () => ({ kind: 'integer' }),
  bounds: signed('integer'),
  toDb: integerParam,
  fromDb: safeInteger,
  designTypes: [Number],
})
