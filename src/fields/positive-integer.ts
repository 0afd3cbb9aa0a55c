import { Q } from '../sql/q'
import type { ValueOptions } from './define'
import { defineField } from './define'
import { integerParam, safeInteger, unsigned } from './numbers'

/** A whole number of 32 bits, zero or more. PostgreSQL: `integer` with a check. */
export const PositiveIntegerField = defineField<number, ValueOptions<number>>({
  name: 'PositiveIntegerField',
  columnType: () => ({ kind: 'integer' }),
  bounds: unsigned('integer'),
  columnCheck: (field) => Q({ [`${field}__gte`]: 0 }),
  toDb: integerParam,
  fromDb: safeInteger,
  designTypes: [Number],
})
