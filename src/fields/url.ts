import type { CharOptions } from './char'
import { defineField } from './define'
import { checkMaxLength } from './max-length'

/** A URL. PostgreSQL: `varchar(200)` unless `maxLength` says otherwise. */
export const URLField = defineField<string, CharOptions>({
  name: 'URLField',
  ownOptions: ['maxLength'],
  implied: { maxLength: 200 },
  columnType: ({ maxLength }) => ({ kind: 'varchar', length: maxLength }),
  check: checkMaxLength,
  designTypes: [String],
})
