import type { ValueOptions } from './define'
import { defineField } from './define'
import { integerParam, signed } from './numbers'

/** A whole number of 64 bits, a `bigint` in JavaScript too. PostgreSQL: `bigint`. */
export const BigIntegerField = defineField<bigint, ValueOptions<bigint>>({
  name: 'BigIntegerField',
  columnType: () => ({ kind: 'bigint' }),
  bounds: signed('bigint'),
  toDb: integerParam,
  fromDb: (raw) => BigInt(raw as string),
  designTypes: [BigInt],
})
