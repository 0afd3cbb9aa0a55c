import type { ValueOptions } from './define'
import { defineField } from './define'

/** An IPv4 or IPv6 address as text. PostgreSQL: `inet`. */
export const GenericIPAddressField = defineField<string, ValueOptions<string>>({
  name: 'GenericIPAddressField',
  columnType: () => ({ kind: 'inet' }),
  designTypes: [String],
})
