import type { ValueOptions } from './define'
import { defineField } from './define'

/** A document prepared for full text search, as PostgreSQL writes it. PostgreSQL: `tsvector`. */
export const SearchVectorField = defineField<string, ValueOptions<string>>({
  name: 'SearchVectorField',
  columnType: () => ({ kind: 'tsvector' }),
  designTypes: [String],
})
