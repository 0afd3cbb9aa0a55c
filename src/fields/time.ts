import type { AutoDateOptions } from './dates'
import { checkAutoNow } from './dates'
import { defineField } from './define'

/** A time of day as text, `20:15:00`. PostgreSQL: `time`. */
export const TimeField = defineField<string, AutoDateOptions<string>>({
  name: 'TimeField',
  ownOptions: ['autoNow', 'autoNowAdd'],
  columnType: () => ({ kind: 'time' }),
  check: checkAutoNow,
  designTypes: [String],
})
