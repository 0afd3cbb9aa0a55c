import type { DatabaseObject, ObjectKey, ObjectOf } from '../objects/database-object'
import { objectKey } from '../objects/database-object'

export interface AddedValue {
  readonly value: string
  readonly after?: string
  readonly before?: string
}

/** The values of one enum in both states, where they are not the same. */
export interface EnumDifference {
  readonly key: ObjectKey
  readonly app: string
  readonly after: ObjectOf<'enum'>
  /** In an order in which each finds its neighbour. */
  readonly added: readonly AddedValue[]
  readonly removed: readonly string[]
  /** Whether the values that stay change their order. */
  readonly isReordered: boolean
  /** Whether the type is made anew: PostgreSQL can add values, and nothing else. */
  readonly isRebuilt: boolean
}

export function enumDifference(before: DatabaseObject, after: DatabaseObject): EnumDifference | undefined {
  if (before.kind !== 'enum' || after.kind !== 'enum') return undefined
  const [old, now] = [before.options.values, after.options.values]
  if (JSON.stringify(old) === JSON.stringify(now)) return undefined
  const removed = old.filter((value) => !now.includes(value))
  const { added, row } = additions(old, now)
  const left = row.filter((value) => !removed.includes(value))
  const isReordered = left.some((value, i) => value !== now[i])
  const isRebuilt = removed.length > 0 || isReordered
  return { key: objectKey(after), app: after.app, after, added, removed, isReordered, isRebuilt }
}

/** Each new value beside one that is there already, and the row that comes of it. */
function additions(old: readonly string[], now: readonly string[]): { added: AddedValue[]; row: readonly string[] } {
  const added: AddedValue[] = []
  let row = old
  for (const [i, value] of now.entries()) {
    if (row.includes(value)) continue
    const previous = now[i - 1]
    const at = previous === undefined ? 0 : row.indexOf(previous) + 1
    const next = row[at]
    row = [...row.slice(0, at), value, ...row.slice(at)]
    if (next === undefined) added.push({ value })
    else if (previous === undefined) added.push({ value, before: next })
    else added.push({ value, after: previous })
  }
  return { added, row }
}
