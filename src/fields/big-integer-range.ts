import { integerParam } from './numbers'
import { defineRangeField } from './range'

/** A span of whole numbers of 64 bits. PostgreSQL: `int8range`. */
export const BigIntegerRangeField = defineRangeField<bigint>('BigIntegerRangeField', 'int8range', {
  toDb: integerParam,
  fromDb: (raw) => BigInt(raw),
})
