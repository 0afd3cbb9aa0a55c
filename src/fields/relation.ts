import type { FieldDecorator, Match, TypeMismatch } from './define'
import type { Field, FieldOptions } from './field'

/** A class of models, abstract or not. */
export type ModelClass<T> = abstract new (...args: never[]) => T

/** The other side: a class, by a thunk so that files may refer to each other; or its key, `app.Model`, or `self`. */
export type Target<T> = (() => ModelClass<T>) | string

/** What a row points at, before it was read: its key needs no query, awaiting it reads it. */
export interface Ref<T> extends PromiseLike<T> {
  readonly pk: T extends { readonly pk: infer Key } ? Key : unknown
}

/** A relation to one row. Awaiting it always gives the row, whether it was read already or not. */
export type One<T> = T | Ref<T>

/** Marks the type of a relation to many rows; the query layer's `Many` adds what one can do with it. */
declare const related: unique symbol
export interface RelatedSet<T> {
  readonly [related]?: T
}

/**
 * What happens to a row when the row it points at is deleted; written into the foreign key.
 * PROTECT is SQL's RESTRICT, RESTRICT and DO_NOTHING are NO ACTION (checked when the transaction ends).
 */
export type OnDelete = 'CASCADE' | 'PROTECT' | 'RESTRICT' | 'SET_NULL' | 'SET_DEFAULT' | 'DO_NOTHING'
export const onDeleteRules: readonly OnDelete[] = [
  'CASCADE',
  'PROTECT',
  'RESTRICT',
  'SET_NULL',
  'SET_DEFAULT',
  'DO_NOTHING',
]

export interface RelationOptions extends FieldOptions {
  /** The name of the way back; `+` for none. */
  readonly relatedName?: string
  /** false: no constraint in the database. */
  readonly dbConstraint?: boolean
}

export interface ForeignKeyOptions extends RelationOptions {
  readonly onDelete: OnDelete
  /** The unique field of the target that the column refers to; its primary key unless said. */
  readonly toField?: string
  /** When the constraint is checked: at the end of the transaction unless said. */
  readonly deferrable?: 'deferred' | 'immediate' | 'never'
  /** The way from a child to its parent in multi-table inheritance. */
  readonly parentLink?: boolean
}

export const foreignKeyOptions: readonly string[] = [
  'onDelete',
  'relatedName',
  'toField',
  'dbConstraint',
  'deferrable',
  'parentLink',
]

/** A foreign key as a state holds it. */
export interface HeldForeignKeyOptions extends ForeignKeyOptions {
  readonly to: unknown
}

export interface ManyToManyOptions extends RelationOptions {
  /** The model whose rows are the links, if it has a model of its own. */
  readonly through?: Target<unknown>
  /** The two foreign keys of `through` to use: the one to this model, the one to the other. */
  readonly throughFields?: readonly [string, string]
  /** The name of the table of links. */
  readonly dbTable?: string
  /** Of a relation to the same model: whether a link goes both ways. True unless said. */
  readonly symmetrical?: boolean
}

export interface HeldManyToManyOptions extends ManyToManyOptions {
  readonly to: unknown
}

/** The value type of a relation by its target, for the check of the property's declared type. */
export type OneOf<T, Options> = Options extends { readonly null: true } ? One<T> | null : One<T>
/** A target given as text has no type to hold the property against. */
export type RelationDecorator<T, Options> = unknown extends T
  ? FieldDecorator<Options extends { readonly null: true } ? null : object, 'null-only'>
  : FieldDecorator<OneOf<T, Options>, Match & 'same'>

export interface ManyDecorator<T> extends Field {
  <Key extends PropertyKey, Owner extends { [K in Key]: unknown }>(
    target: Owner,
    key: Key & (Owner[Key] extends RelatedSet<T> ? Key : TypeMismatch<RelatedSet<T>>),
  ): void
  <Declared>(
    target: undefined,
    context: ClassFieldDecoratorContext<object, Declared> &
      (Declared extends RelatedSet<T> ? unknown : TypeMismatch<RelatedSet<T>>),
  ): void
}
