import { Q } from '../sql/q'
import type { ValueOptions } from './define'
import { defineField } from './define'
import { integerParam, unsigned } from './numbers'

/** A whole number of 64 bits, zero or more. PostgreSQL: `bigint` with a check. */
export const PositiveBigIntegerField = defineField<bigint, ValueOptions<bigint>>({
  name: 'PositiveBigIntegerField',
  columnType: () => ({ kind: 'bigint' }),
  bounds: unsigned('bigint'),
  columnCheck: (field) => Q({ [`${field}__gte`]: 0 }),
  toDb: integerParam,
  fromDb: (raw) => BigInt(raw as string),
  designTypes: [BigInt],
})
