import { optionsOf } from '../fields/field'
import type { ModelDifference } from './differences'

/** The fields that must stop being the primary key before this one becomes it: a table has one at a time. */
export function formerKeys({ before, after }: ModelDifference, name: string): readonly string[] {
  if (optionsOf(after.field(name)).primaryKey !== true) return []
  const former = [...before.fields].filter(([, field]) => optionsOf(field).primaryKey === true).map(([key]) => key)
  return former.includes(name) ? [] : former
}
