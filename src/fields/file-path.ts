import type { CharOptions } from './char'
import { defineField } from './define'
import { checkMaxLength } from './max-length'

/** A path of a file. PostgreSQL: `varchar(100)` unless `maxLength` says otherwise. */
export const FilePathField = defineField<string, CharOptions>({
  name: 'FilePathField',
  ownOptions: ['maxLength'],
  implied: { maxLength: 100 },
  columnType: ({ maxLength }) => ({ kind: 'varchar', length: maxLength }),
  check: checkMaxLength,
  designTypes: [String],
})
