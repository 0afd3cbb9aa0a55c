import type { ValueOptions } from './define'
import { defineField } from './define'

export interface DecimalOptions extends ValueOptions<string> {
  /** Digits in all. */
  readonly maxDigits: number
  /** Digits after the point. */
  readonly decimalPlaces: number
}

/** An exact number, a string in JavaScript so that no digit is lost. PostgreSQL: `numeric(p, s)`. */
export const DecimalField = defineField<string, DecimalOptions>({
  name: 'DecimalField',
  ownOptions: ['maxDigits', 'decimalPlaces'],
  columnType: ({ maxDigits, decimalPlaces }) => ({ kind: 'numeric', precision: maxDigits, scale: decimalPlaces }),
  toDb: (value) => (typeof value === 'number' ? String(value) : (value as string)),
  *check({ maxDigits, decimalPlaces }) {
    if (!Number.isInteger(maxDigits) || maxDigits < 1 || maxDigits > 1000) {
      yield 'maxDigits must be a whole number from 1 to 1000'
    }
    if (!Number.isInteger(decimalPlaces) || decimalPlaces < 0) yield 'decimalPlaces must be a whole number of 0 or more'
    if (decimalPlaces > maxDigits) yield 'decimalPlaces must not be more than maxDigits'
  },
  designTypes: [String],
})
