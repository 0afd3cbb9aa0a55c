import { Q } from '../sql/q'
import type { ValueOptions } from './define'
import { defineField } from './define'
import { integerParam, safeInteger, unsigned } from './numbers'

/** A whole number of 16 bits, zero or more. PostgreSQL: `smallint` with a check. */
export const PositiveSmallIntegerField = defineField<number, ValueOptions<number>>({
  name: 'PositiveSmallIntegerField',
  columnType: () => ({ kind: 'smallint' }),
  bounds: unsigned('smallint'),
  columnCheck: (field) => Q({ [`${field}__gte`]: 0 }),
  toDb: integerParam,
  fromDb: safeInteger,
  designTypes: [Number],
})
