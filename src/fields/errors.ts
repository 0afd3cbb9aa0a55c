import { StrataError } from '../base/errors'

/** A value that its field cannot hold. */
export class FieldValueError extends StrataError {
  readonly #value: unknown
  readonly #expected: string

  /** `field` is what the value was for, where that is known. */
  constructor(value: unknown, expected: string, field?: string) {
    super({
      code: 'field.value',
      message: `${field === undefined ? '' : `${field}: `}expected ${expected}, got ${shown(value)}`,
      facts: { value, expected, field },
    })
    this.#value = value
    this.#expected = expected
  }

  /** The types of fields do not know which field they are that of. */
  of(field: string): FieldValueError {
    return new FieldValueError(this.#value, this.#expected, field)
  }
}

function shown(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))
}
