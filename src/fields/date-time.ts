import type { AutoDateOptions } from './dates'
import { checkAutoNow, instantParam, parseInstant } from './dates'
import { defineField } from './define'

/** An instant, to the millisecond. PostgreSQL: `timestamp with time zone`. */
export const DateTimeField = defineField<Date, AutoDateOptions<Date>>({
  name: 'DateTimeField',
  ownOptions: ['autoNow', 'autoNowAdd'],
  columnType: () => ({ kind: 'timestamptz' }),
  toDb: instantParam,
  fromDb: parseInstant,
  check: checkAutoNow,
  designTypes: [Date],
})
