import type { AutoDateOptions } from './dates'
import { checkAutoNow, dateParam, parseInstant } from './dates'
import { defineField } from './define'

/** A day, a Date at midnight UTC in JavaScript. PostgreSQL: `date`. */
export const DateField = defineField<Date, AutoDateOptions<Date>>({
  name: 'DateField',
  ownOptions: ['autoNow', 'autoNowAdd'],
  columnType: () => ({ kind: 'date' }),
  toDb: dateParam,
  fromDb: parseInstant,
  check: checkAutoNow,
  designTypes: [Date],
})
