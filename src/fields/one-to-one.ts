import type { NoOthers } from './define'
import { defineFieldType, fieldDecorator } from './define'
import { checkForeignKey } from './foreign-key'
import type { ForeignKeyOptions, HeldForeignKeyOptions, RelationDecorator, Target } from './relation'
import { foreignKeyOptions } from './relation'

const type = defineFieldType<HeldForeignKeyOptions>({
  name: 'OneToOneField',
  relation: 'one-to-one',
  implied: { unique: true, dbConstraint: true, deferrable: 'deferred' },
  positional: ['to'],
  ownOptions: foreignKeyOptions,
  columnType: () => undefined,
  check: checkForeignKey,
})

/** At most one row points at one row of another model. PostgreSQL: as a foreign key, and unique. */
export const OneToOneField = Object.assign(
  <T, const O extends ForeignKeyOptions>(to: Target<T>, options: O & NoOthers<O, ForeignKeyOptions>) =>
    fieldDecorator(type, { ...options, to } as HeldForeignKeyOptions) as unknown as RelationDecorator<T, O>,
  { type },
)
