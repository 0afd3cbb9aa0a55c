import { StrataError } from '../base/errors'

/** A value that its field cannot hold. */
export class FieldValueError extends StrataError {
  constructor(value: unknown, expected: string) {
    super({
      code: 'field.value',
      message: `expected ${expected}, got ${shown(value)}`,
      facts: { value, expected },
    })
  }
}

function shown(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))
}
