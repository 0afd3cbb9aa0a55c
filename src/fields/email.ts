import type { CharOptions } from './char'
import { defineField } from './define'
import { checkMaxLength } from './max-length'

/** An e-mail address. PostgreSQL: `varchar(254)` unless `maxLength` says otherwise. */
export const EmailField = defineField<string, CharOptions>({
  name: 'EmailField',
  ownOptions: ['maxLength'],
  implied: { maxLength: 254 },
  columnType: ({ maxLength }) => ({ kind: 'varchar', length: maxLength }),
  check: checkMaxLength,
  designTypes: [String],
})
