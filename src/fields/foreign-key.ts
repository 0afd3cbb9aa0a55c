import type { NoOthers } from './define'
import { defineFieldType, fieldDecorator } from './define'
import type { ForeignKeyOptions, HeldForeignKeyOptions, RelationDecorator, Target } from './relation'
import { foreignKeyOptions, onDeleteRules } from './relation'

export function* checkForeignKey(options: HeldForeignKeyOptions): Iterable<string> {
  if (!onDeleteRules.includes(options.onDelete)) yield `onDelete must be one of ${onDeleteRules.join(', ')}`
  if (options.onDelete === 'SET_NULL' && options.null !== true) yield "onDelete 'SET_NULL' needs null: true"
  if (options.onDelete === 'SET_DEFAULT' && options.default === undefined && options.dbDefault === undefined) {
    yield "onDelete 'SET_DEFAULT' needs a default"
  }
}

const type = defineFieldType<HeldForeignKeyOptions>({
  name: 'ForeignKey',
  relation: 'many-to-one',
  implied: { dbIndex: true, dbConstraint: true, deferrable: 'deferred' },
  positional: ['to'],
  ownOptions: foreignKeyOptions,
  columnType: () => undefined,
  check: checkForeignKey,
})

/** Many rows point at one row of another model. PostgreSQL: `<name>_id` of the target's type, indexed, with a constraint. */
export const ForeignKey = Object.assign(
  <T, const O extends ForeignKeyOptions>(to: Target<T>, options: O & NoOthers<O, ForeignKeyOptions>) =>
    fieldDecorator(type, { ...options, to } as HeldForeignKeyOptions) as unknown as RelationDecorator<T, O>,
  { type },
)
