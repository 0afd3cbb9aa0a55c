import { deepFreeze } from '../base/freeze'
import type { Column } from '../sql/functions'
import { column } from '../sql/functions'
import type { ExclusionConstraint as Exclusion, ExclusionOptions } from './constraint'
import { constraintType } from './constraint'
import { withoutEmptyLists } from './db-index'

const type = constraintType('exclusion', 'ExclusionConstraint')

export type ExclusionConstraintOptions = Omit<ExclusionOptions, 'expressions'> & {
  readonly expressions: readonly (readonly [Column, string])[]
}

/** No two rows agree in all comparisons: `ExclusionConstraint({ expressions: [['room', '='], ['during', '&&']], name })`. */
export const ExclusionConstraint = Object.assign(
  (options: ExclusionConstraintOptions): Exclusion => {
    const { expressions, ...rest } = withoutEmptyLists(options)
    const compared = expressions.map(([of, operator]) => [column(of), operator] as const)
    return deepFreeze({ type, options: { ...rest, expressions: compared } })
  },
  { type },
)
