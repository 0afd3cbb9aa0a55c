import { deepFreeze } from '../base/freeze'
import type { Column } from '../sql/functions'
import { column } from '../sql/functions'
import type { UniqueConstraint as Unique, UniqueOptions } from './constraint'
import { constraintType } from './constraint'
import { withoutEmptyLists } from './db-index'

const type = constraintType('unique', 'UniqueConstraint')

export type UniqueConstraintOptions = Omit<UniqueOptions, 'expressions'> & { readonly expressions?: readonly Column[] }

/** What no two rows share: `UniqueConstraint({ fields: ['room', 'day'], name: 'one_booking_a_day' })`. */
export const UniqueConstraint = Object.assign(
  (options: UniqueConstraintOptions): Unique => {
    const { expressions, ...rest } = withoutEmptyLists(options)
    return deepFreeze({ type, options: expressions ? { ...rest, expressions: expressions.map(column) } : rest })
  },
  { type },
)
