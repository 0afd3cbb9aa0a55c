import { integerParam, safeInteger } from './numbers'
import { defineRangeField } from './range'

/** A span of whole numbers of 32 bits. PostgreSQL: `int4range`. */
export const IntegerRangeField = defineRangeField<number>('IntegerRangeField', 'int4range', {
  toDb: integerParam,
  fromDb: safeInteger,
})
