import { deepFreeze } from '../base/freeze'
import type { CheckConstraint as Check, CheckOptions } from './constraint'
import { constraintType } from './constraint'

const type = constraintType('check', 'CheckConstraint')

/** What must hold of every row: `CheckConstraint({ condition: Q({ price__gte: 0 }), name: 'price_not_negative' })`. */
export const CheckConstraint = Object.assign(
  (options: CheckOptions): Check => deepFreeze({ type, options: { ...options } }),
  {
    type,
  },
)
