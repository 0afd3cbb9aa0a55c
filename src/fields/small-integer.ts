import type { ValueOptions } from './define'
import { defineField } from './define'
import { integerParam, safeInteger, signed } from './numbers'

/** A whole number of 16 bits. PostgreSQL: `smallint`. */
export const SmallIntegerField = defineField<number, ValueOptions<number>>({
  name: 'SmallIntegerField',
  columnType: () => ({ kind: 'smallint' }),
  bounds: signed('smallint'),
  toDb: integerParam,
  fromDb: safeInteger,
  designTypes: [Number],
})
