export interface MaxLength {
  readonly maxLength?: number | undefined
  readonly choices?: readonly unknown[] | undefined
}

/** PostgreSQL takes a varchar of 1 to 10485760 characters; a choice must fit. */
export function* checkMaxLength({ maxLength, choices = [] }: MaxLength): Iterable<string> {
  if (maxLength === undefined) return
  if (!Number.isInteger(maxLength) || maxLength < 1 || maxLength > 10485760) {
    yield 'maxLength must be a whole number from 1 to 10485760'
    return
  }
  for (const choice of choices) {
    if (typeof choice === 'string' && [...choice].length > maxLength) {
      yield `the choice ${JSON.stringify(choice)} is longer than maxLength ${maxLength}`
    }
  }
}
