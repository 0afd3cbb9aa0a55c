import type { Where } from '../action'
import { columnsIn, conjuncts } from './expressions'
import { heldToFew } from './few'
import type { Node } from './nodes'

export function whereOf(condition: Node | undefined): Where | undefined {
  if (condition === undefined) return undefined
  const all = conjuncts(condition)
  return {
    columns: columnsIn(condition),
    few: heldToFew(all),
    isNull: all.flatMap(({ NullTest: test }) => (test?.nulltesttype === 'IS_NULL' ? columnsIn(test.arg) : [])),
  }
}
