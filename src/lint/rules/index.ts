import type { Rule } from '../rule'
import { addingColumns } from './adding-columns'
import { addingConstraints } from './adding-constraints'
import { changingColumns } from './changing-columns'
import { changingTypes } from './changing-types'
import { data } from './data'
import { dropping } from './dropping'
import { existingRows } from './existing-rows'
import { foreignKeys } from './foreign-keys'
import { indexes } from './indexes'
import { objects } from './objects'
import { partitions } from './partitions'
import { renaming } from './renaming'
import { running } from './running'
import { style } from './style'
import { transactions } from './transactions'
import { views } from './views'
import { wholeTables } from './whole-tables'

/** Every rule. */
export const rules: readonly Rule[] = [
  ...addingColumns,
  ...changingColumns,
  ...changingTypes,
  ...addingConstraints,
  ...foreignKeys,
  ...indexes,
  ...dropping,
  ...renaming,
  ...wholeTables,
  ...partitions,
  ...objects,
  ...views,
  ...data,
  ...existingRows,
  ...transactions,
  ...running,
  ...style,
]

export function ruleCalled(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id || rule.name === id)
}
