import type { ValueOptions } from './define'
import { defineField } from './define'

/** A span of time as PostgreSQL writes it, `1 day 02:00:00`. PostgreSQL: `interval`. */
export const DurationField = defineField<string, ValueOptions<string>>({
  name: 'DurationField',
  columnType: () => ({ kind: 'interval' }),
  designTypes: [String],
})
