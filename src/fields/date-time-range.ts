import { instantParam, parseInstant } from './dates'
import { defineRangeField } from './range'

/** A span of time between two instants. PostgreSQL: `tstzrange`. */
export const DateTimeRangeField = defineRangeField<Date>('DateTimeRangeField', 'tstzrange', {
  toDb: instantParam,
  fromDb: parseInstant,
})
