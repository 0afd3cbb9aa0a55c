import type { Condition } from '../sql/expression'
import { firstSegment } from '../sql/expression'
import type { TableConstraint, TableIndex } from './table'

/**
 * PostgreSQL reads checks and predicates over a column that changes its type anew, from its own spelling of them, and a
 * list of values is spelled otherwise the second time. So these are dropped before and added after, as a fresh database
 * spells them.
 */
export function isReworded(of: TableConstraint | TableIndex, retyped: ReadonlySet<string>): boolean {
  return retyped.size > 0 && 'condition' in of && of.condition !== undefined && listsValuesOf(of.condition, retyped)
}

function listsValuesOf(condition: Condition, columns: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case 'lookup':
      return condition.path.endsWith('__in') && columns.has(firstSegment(condition.path))
    case 'and':
    case 'or':
      return condition.children.some((child) => listsValuesOf(child, columns))
    case 'not':
      return listsValuesOf(condition.child, columns)
  }
}
