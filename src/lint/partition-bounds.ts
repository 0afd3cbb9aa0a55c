import type { Bounds, Limit } from './action'
import type { Picture } from './picture'

/** Whether a check that was validated speaks of the columns that rows are divided by. */
export function speaksOfKey(picture: Picture, parent: string, partition: string): boolean {
  const key = picture.tables.get(parent)?.partitionKey
  const checks = picture.constraints(partition).filter(({ kind, valid }) => kind === 'check' && valid)
  return checks.some(({ columns }) => key === undefined || key.every((column) => columns.includes(column)))
}

/** Whether checks that were validated say that a table has no other rows than those of a partition. */
export function isBounded(picture: Picture, parent: string, partition: string, bounds: Bounds): boolean {
  const key = picture.tables.get(parent)?.partitionKey
  if (key === undefined || bounds.kind === 'unread') return speaksOfKey(picture, parent, partition)
  const isFull = key.every((column) => !mayBeNull(picture, partition, column))
  const limits = picture.constraints(partition).flatMap((one) => (one.kind === 'check' && one.valid ? one.limits : []))
  const [first, ...others] = key
  const own = limits.filter(({ column }) => column === first)
  switch (bounds.kind) {
    case 'range':
      if (!isFull) return false
      if (others.length > 0) return speaksOfKey(picture, parent, partition)
      return isAbove(own, bounds.from[0] ?? '') && isBelow(own, bounds.to[0] ?? '')
    case 'list':
      if (!isFull && !bounds.hasNull) return false
      return own.some(({ operator, values }) => operator === '=' && values.every((one) => bounds.values.includes(one)))
    // No plain condition says which remainder there is.
    case 'hash':
      return false
  }
}

function mayBeNull(picture: Picture, table: string, column: string): boolean {
  return picture.column(table, column)?.nullable === true && !picture.provesNotNull(table, column)
}

/** An empty bound is none. */
function isAbove(limits: readonly Limit[], bound: string): boolean {
  const isIn = ({ operator, values }: Limit): boolean =>
    !operator.startsWith('<') && values.every((one) => compare(one, bound) >= 0)
  return bound === '' || limits.some(isIn)
}

function isBelow(limits: readonly Limit[], bound: string): boolean {
  const isIn = ({ operator, values }: Limit): boolean => {
    if (operator === '<') return values.every((one) => compare(one, bound) <= 0)
    return (operator === '<=' || operator === '=') && values.every((one) => compare(one, bound) < 0)
  }
  return bound === '' || limits.some(isIn)
}

/** Numbers by what they are, days and the like by how they are written. */
function compare(a: string, b: string): number {
  const [first, second] = [Number(a), Number(b)]
  if (Number.isNaN(first) || Number.isNaN(second)) return a < b ? -1 : a > b ? 1 : 0
  return first - second
}
