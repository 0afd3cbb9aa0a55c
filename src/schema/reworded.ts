import type { Condition } from '../sql/expression'
import { firstSegment, isExpression } from '../sql/expression'
import { constraintUses, indexUses } from './recreated'
import type { Table, TableConstraint, TableIndex } from './table'

/** Keys of the columns that change in a way which may spell a condition over them otherwise. */
export interface Rewording {
  readonly retyped: ReadonlySet<string>
  /** Those that may be NULL from now on, or may no longer. */
  readonly renulled: ReadonlySet<string>
}

/** Keys of the columns that may be NULL in one of the two tables alone. */
export function renulledColumns(before: Table, after: Table): ReadonlySet<string> {
  const old = new Map(before.columns.map(({ key, nullable }) => [key, nullable]))
  return new Set(after.columns.filter(({ key, nullable }) => old.get(key) === !nullable).map(({ key }) => key))
}

/**
 * Whether a check or a predicate is spelled otherwise though it says the same, so that it is dropped before the change
 * and added after it, as a fresh database spells it. PostgreSQL reads what it is in anew, from its own spelling, where any
 * column of that changes its type, and spells a list of values otherwise the second time; and ours asks under NOT whether
 * a column that may be NULL is.
 */
export function isReworded(of: TableConstraint | TableIndex, { retyped, renulled }: Rewording): boolean {
  if (!('condition' in of) || of.condition === undefined) return false
  const { condition } = of
  const isReadAnew = 'parts' in of ? indexUses(of, retyped) : constraintUses(of, retyped)
  return (isReadAnew && listsValues(condition)) || (renulled.size > 0 && denies(condition, renulled, false))
}

function listsValues(condition: Condition): boolean {
  switch (condition.kind) {
    case 'lookup':
      return condition.path.endsWith('__in')
    case 'and':
    case 'or':
      return condition.children.some(listsValues)
    case 'not':
      return listsValues(condition.child)
  }
}

/** Whether one of the columns is compared under an odd number of NOTs. */
function denies(condition: Condition, columns: ReadonlySet<string>, negated: boolean): boolean {
  switch (condition.kind) {
    case 'lookup': {
      const { path, value } = condition
      if (!negated || value === null || path.endsWith('__isnull')) return false
      const other = isExpression(value) && value.kind === 'field' ? firstSegment(value.path) : undefined
      return columns.has(firstSegment(path)) || (other !== undefined && columns.has(other))
    }
    case 'and':
    case 'or':
      return condition.children.some((child) => denies(child, columns, negated))
    case 'not':
      return denies(condition.child, columns, !negated)
  }
}
