import { deepFreeze } from '../base/freeze'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { CheckConstraint as Check, CheckOptions } from './constraint'
import { constraintType } from './constraint'

const type = constraintType('check', 'CheckConstraint')
const known: ReadonlySet<string> = new Set<keyof CheckOptions>(['name', 'condition'])

/** What must hold of every row: `CheckConstraint({ condition: Q({ price__gte: 0 }), name: 'price_not_negative' })`. */
export const CheckConstraint = Object.assign(
  (options: CheckOptions): Check => {
    refuseUnknownOptions(type.name, options, known)
    return deepFreeze({ type, options: { ...options } })
  },
  { type },
)
