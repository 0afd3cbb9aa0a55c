import { defineRangeField } from './range'

/** A span of exact numbers. PostgreSQL: `numrange`. */
export const DecimalRangeField = defineRangeField<string>('DecimalRangeField', 'numrange', {
  toDb: (value) => value,
  fromDb: (raw) => raw,
})
