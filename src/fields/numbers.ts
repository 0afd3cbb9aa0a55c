import { FieldValueError } from './errors'

/** A number that PostgreSQL gave as text or as a number. Beyond 2^53 a number would lie, so that is an error. */
export function safeInteger(raw: unknown): number {
  const value = Number(raw)
  if (!Number.isSafeInteger(value)) throw new FieldValueError(raw, 'an integer that a JavaScript number can hold')
  return value
}

/** An integer on its way to the database. */
export function integerParam(value: unknown): number | bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value)
  throw new FieldValueError(value, 'an integer')
}

const greatest = { smallint: 32767n, integer: 2147483647n, bigint: 9223372036854775807n }

/** All whole numbers of a column type. */
export function signed(type: keyof typeof greatest): readonly [min: bigint, max: bigint] {
  return [-greatest[type] - 1n, greatest[type]]
}

/** Those of a column type that are not negative. */
export function unsigned(type: keyof typeof greatest): readonly [min: bigint, max: bigint] {
  return [0n, greatest[type]]
}
