import type { ValueOptions } from './define'
import { defineField } from './define'
import { FieldValueError } from './errors'

/** Any JSON value; the property is declared with the type that it holds. PostgreSQL: `jsonb`. */
export const JSONField = defineField<unknown, ValueOptions<unknown>, 'null-only'>({
  name: 'JSONField',
  columnType: () => ({ kind: 'jsonb' }),
  toDb(value) {
    const text: string | undefined = JSON.stringify(value)
    if (text === undefined) throw new FieldValueError(value, 'a JSON value')
    return text
  },
  fromDb: (raw) => JSON.parse(raw as string),
})
