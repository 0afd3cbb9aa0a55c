import type { Operation } from '../operation'

/** Whether the value of an enum may stand in what an operation says: as it is, or in SQL. What a function gives is not known. */
export function speaksOf({ args }: Operation, value: string): boolean {
  const quoted = `'${value.replaceAll("'", "''")}'`
  const speaks = (part: unknown): boolean => {
    if (typeof part === 'string') return part === value || part.includes(quoted)
    if (typeof part !== 'object' || part === null) return typeof part === 'function'
    return !isFieldType(part) && Object.values(part).some(speaks)
  }
  return speaks(args)
}

/** It is the same whatever the field says, and made of functions. */
function isFieldType(part: object): boolean {
  return 'columnType' in part
}
