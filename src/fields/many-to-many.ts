import type { NoOthers } from './define'
import { defineFieldType, fieldDecorator } from './define'
import type { HeldManyToManyOptions, ManyDecorator, ManyToManyOptions, Target } from './relation'

const type = defineFieldType<HeldManyToManyOptions>({
  name: 'ManyToManyField',
  relation: 'many-to-many',
  implied: { dbConstraint: true, symmetrical: true },
  positional: ['to'],
  ownOptions: ['relatedName', 'through', 'throughFields', 'dbTable', 'dbConstraint', 'symmetrical'],
  columnType: () => undefined,
  *check({ null: nullable, unique, through, throughFields, dbTable }) {
    if (nullable === true) yield 'null means nothing on a many-to-many field'
    if (unique === true) yield 'a many-to-many field cannot be unique'
    if (throughFields !== undefined && through === undefined) yield 'throughFields needs through'
    if (dbTable !== undefined && through !== undefined) yield 'dbTable has no effect with through'
  },
})

/** Many rows on both sides. PostgreSQL: a table of links, or that of `through`. */
export const ManyToManyField = Object.assign(
  <T, const O extends ManyToManyOptions>(to: Target<T>, options: O & NoOthers<O, ManyToManyOptions> = {} as never) =>
    fieldDecorator(type, { ...options, to } as HeldManyToManyOptions) as unknown as ManyDecorator<T>,
  { type },
)
