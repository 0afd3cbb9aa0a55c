import { deepFreeze } from '../base/freeze'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { Column } from '../sql/functions'
import { column } from '../sql/functions'
import type { ExclusionConstraint as Exclusion, ExclusionOptions } from './constraint'
import { constraintType } from './constraint'
import { withoutEmptyLists } from './db-index'

const type = constraintType('exclusion', 'ExclusionConstraint')
const known: ReadonlySet<string> = new Set<keyof ExclusionOptions>([
  'name',
  'expressions',
  'method',
  'condition',
  'deferrable',
  'include',
])

export type ExclusionConstraintOptions = Omit<ExclusionOptions, 'expressions'> & {
  readonly expressions: readonly (readonly [Column, string])[]
}

/** No two rows agree in all comparisons: `ExclusionConstraint({ expressions: [['room', '='], ['during', '&&']], name })`. */
export const ExclusionConstraint = Object.assign(
  (options: ExclusionConstraintOptions): Exclusion => {
    refuseUnknownOptions(type.name, options, known)
    const { expressions, ...rest } = withoutEmptyLists(options)
    const compared = expressions.map(([of, operator]) => [column(of), operator] as const)
    return deepFreeze({ type, options: { ...rest, expressions: compared } })
  },
  { type },
)
