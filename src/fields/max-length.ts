export interface MaxLength {
  readonly maxLength?: number | undefined
  readonly choices?: readonly unknown[] | undefined
}

/** PostgreSQL takes a varchar of 1 to 10485760 characters; a choice must fit. */
export function checkMaxLength({ maxLength, choices = [] }: MaxLength): readonly string[] {
  if (maxLength === undefined) return []
  if (!Number.isInteger(maxLength) || maxLength < 1 || maxLength > 10485760) {
    return ['maxLength must be a whole number from 1 to 10485760']
  }
  return choices
    .filter((choice) => typeof choice === 'string' && [...choice].length > maxLength)
    .map((choice) => `the choice ${JSON.stringify(choice)} is longer than maxLength ${maxLength}`)
}
