import type { CharOptions } from './char'
import { defineField } from './define'
import { checkMaxLength } from './max-length'

/** Where a file is kept: its path or key, as text. PostgreSQL: `varchar(100)` unless `maxLength` says otherwise. */
export const FileField = defineField<string, CharOptions>({
  name: 'FileField',
  ownOptions: ['maxLength'],
  implied: { maxLength: 100 },
  columnType: ({ maxLength }) => ({ kind: 'varchar', length: maxLength }),
  check: checkMaxLength,
  designTypes: [String],
})
