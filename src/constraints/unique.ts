import { deepFreeze } from '../base/freeze'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { Column } from '../sql/functions'
import { column } from '../sql/functions'
import type { UniqueConstraint as Unique, UniqueOptions } from './constraint'
import { constraintType } from './constraint'
import { withoutEmptyLists } from './db-index'

const type = constraintType('unique', 'UniqueConstraint')
const known: ReadonlySet<string> = new Set<keyof UniqueOptions>([
  'name',
  'fields',
  'expressions',
  'condition',
  'deferrable',
  'include',
  'opclasses',
  'nullsDistinct',
])

export type UniqueConstraintOptions = Omit<UniqueOptions, 'expressions'> & { readonly expressions?: readonly Column[] }

/** What no two rows share: `UniqueConstraint({ fields: ['room', 'day'], name: 'one_booking_a_day' })`. */
export const UniqueConstraint = Object.assign(
  (options: UniqueConstraintOptions): Unique => {
    refuseUnknownOptions(type.name, options, known)
    const { expressions, ...rest } = withoutEmptyLists(options)
    return deepFreeze({ type, options: expressions ? { ...rest, expressions: expressions.map(column) } : rest })
  },
  { type },
)
