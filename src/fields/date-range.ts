import { dateParam, parseInstant } from './dates'
import { defineRangeField } from './range'

/** A span of days. PostgreSQL: `daterange`. */
export const DateRangeField = defineRangeField<Date>('DateRangeField', 'daterange', {
  toDb: dateParam,
  fromDb: parseInstant,
})
