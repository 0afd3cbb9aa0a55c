import { equal } from '../base/equal'
import type { ModelDifference } from './differences'

type Sets = readonly (readonly string[])[]

/** The sets that a model is left with before any of its fields is removed: all, unless one speaks of such a field. */
export function keptSets({ before, after, fields }: ModelDifference): Sets {
  const isLost = (set: readonly string[]): boolean => set.some((field) => fields.removed.has(field))
  if (!before.uniqueTogether.some(isLost)) return before.uniqueTogether
  return before.uniqueTogether.filter((set) => !isLost(set) && after.uniqueTogether.some((other) => equal(set, other)))
}

/** The order of fields in a set is that of the columns in the index; the order of the sets says nothing. */
export function sameSets(a: Sets, b: Sets): boolean {
  return a.length === b.length && a.every((set) => b.some((other) => equal(set, other)))
}
