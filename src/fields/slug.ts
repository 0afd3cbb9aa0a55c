import type { CharOptions } from './char'
import { defineField } from './define'
import { checkMaxLength } from './max-length'

/** A short label for a URL, indexed. PostgreSQL: `varchar(50)` unless `maxLength` says otherwise. */
export const SlugField = defineField<string, CharOptions>({
  name: 'SlugField',
  ownOptions: ['maxLength'],
  implied: { maxLength: 50, dbIndex: true },
  columnType: ({ maxLength }) => ({ kind: 'varchar', length: maxLength }),
  check: checkMaxLength,
  designTypes: [String],
})
