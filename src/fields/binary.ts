import type { ValueOptions } from './define'
import { defineField } from './define'

/** Bytes. PostgreSQL: `bytea`. */
export const BinaryField = defineField<Uint8Array, ValueOptions<Uint8Array>>({
  name: 'BinaryField',
  columnType: () => ({ kind: 'bytea' }),
  fromDb: (raw) => raw,
  designTypes: [Uint8Array],
})
