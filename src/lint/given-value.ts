import { type PgType, sameType } from './pg-type'

/** What a default gives, as far as two of them can be told to be the same. */
export interface GivenValue {
  /** Of a plain value its text; else the expression as it was read. */
  readonly text: string
  /** The type that a plain value is said to be of. */
  readonly type: PgType | undefined
}

/** Whether a column of a type gets the same of both. */
export function sameValue(a: GivenValue | undefined, b: GivenValue | undefined, column: PgType | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.text === b.text && (isSaidAlike(a, b) || [a, b].every((value) => isAsColumn(value, column)))
}

function isSaidAlike({ type: a }: GivenValue, { type: b }: GivenValue): boolean {
  return a === undefined || b === undefined ? a === b : sameType(a, b)
}

/** Whether the type that is said changes nothing of what the column gets. */
function isAsColumn({ type }: GivenValue, column: PgType | undefined): boolean {
  if (type === undefined) return true
  if (column === undefined) return false
  const isText = type.modifiers.length === 0 && [type, column].every(({ name, array }) => !array && texts.has(name))
  return isText || sameType(type, column)
}

const texts: ReadonlySet<string> = new Set(['text', 'varchar'])
