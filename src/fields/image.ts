import type { CharOptions } from './char'
import { defineField } from './define'
import { checkMaxLength } from './max-length'

/** Where an image is kept: its path or key, as text. PostgreSQL: `varchar(100)` unless `maxLength` says otherwise. */
export const ImageField = defineField<string, CharOptions>({
  name: 'ImageField',
  ownOptions: ['maxLength'],
  implied: { maxLength: 100 },
  columnType: ({ maxLength }) => ({ kind: 'varchar', length: maxLength }),
  check: checkMaxLength,
  designTypes: [String],
})
