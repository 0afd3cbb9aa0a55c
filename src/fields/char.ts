import type { ValueOptions } from './define'
import { defineField } from './define'
import { checkMaxLength } from './max-length'

export interface CharOptions extends ValueOptions<string> {
  /** In characters. Left out: no limit. */
  readonly maxLength?: number
}

/** Text of bounded length. PostgreSQL: `varchar(n)`. */
export const CharField = defineField<string, CharOptions>({
  name: 'CharField',
  ownOptions: ['maxLength'],
  columnType: ({ maxLength }) => ({ kind: 'varchar', length: maxLength }),
  check: checkMaxLength,
  designTypes: [String],
})
