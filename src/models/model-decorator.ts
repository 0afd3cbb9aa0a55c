import { deepFreeze } from '../base/freeze'
import type { AnyClass } from '../base/metadata'
import { ClassFact } from '../base/metadata'
import { refuseUnknownOptions } from '../base/unknown-option'
import type { Constraint } from '../constraints/constraint'
import type { DbIndex } from '../constraints/db-index'
import type { NoOthers } from '../fields/define'
import type { ModelClass } from '../fields/relation'
import type { ModelMembers } from './model'

/** What a model says of itself besides its fields: Django's `class Meta`. */
export interface ModelMeta {
  /** The app it belongs to; that of the models file that exports it, unless said. */
  readonly app?: string
  /** The name of the model; the name of the class unless said, which a minifier may change. */
  readonly name?: string
  readonly dbTable?: string
  readonly dbTableComment?: string
  readonly dbTablespace?: string
  /** Field names; `-name` descends. */
  readonly ordering?: readonly string[]
  readonly getLatestBy?: string
  readonly indexes?: readonly DbIndex[]
  readonly constraints?: readonly Constraint[]
  /** One set of fields that are unique together, or several. */
  readonly uniqueTogether?: readonly string[] | readonly (readonly string[])[]
  /** The foreign key among whose rows the order of these rows is kept. */
  readonly orderWithRespectTo?: string
  /** No table of its own: what it says goes into each model that extends it. */
  readonly abstract?: boolean
  /** Another class for the rows of the model that it extends. */
  readonly proxy?: boolean
  /** false: the table is somebody else's. */
  readonly managed?: boolean
  /** true: rows are seen and written as policies allow; `'force'`: by the owner of the table too. */
  readonly rowLevelSecurity?: true | 'force'
  /** The `relatedName` of relations that give none. */
  readonly defaultRelatedName?: string

  readonly verboseName?: string
  readonly verboseNamePlural?: string
  /** The former name of the model, for the migration that renames it; may go once that is written. */
  readonly renamedFrom?: string
}

/** Written as a record, so that none can be left out. */
const options: Readonly<Record<keyof ModelMeta, true>> = {
  app: true,
  name: true,
  dbTable: true,
  dbTableComment: true,
  dbTablespace: true,
  ordering: true,
  getLatestBy: true,
  indexes: true,
  constraints: true,
  uniqueTogether: true,
  orderWithRespectTo: true,
  abstract: true,
  proxy: true,
  managed: true,
  rowLevelSecurity: true,
  defaultRelatedName: true,
  verboseName: true,
  verboseNamePlural: true,
  renamedFrom: true,
}
const optionNames: ReadonlySet<string> = new Set(Object.keys(options))

/** What `@model` notes on a class. */
export interface NotedModel {
  readonly name: string
  readonly meta: ModelMeta
  /** Counts up, since compilers differ in the order of a file's exports. */
  readonly order: number
}

let count = 0

export const notedModels = new ClassFact<NotedModel>('model')

/**
 * Makes a class that extends `Model` a model: `@model({ ordering: ['-releasedOn'] })`. A name among the options that is
 * no field of the class does not compile.
 */
export function model<const Meta extends ModelMeta = object>(
  meta: Meta & NoOthers<Meta, ModelMeta> = {} as never,
): ModelDecorator<Meta> {
  refuseUnknownOptions('@model', meta, optionNames)
  return (cls, context) => {
    notedModels.set(
      cls,
      deepFreeze({ name: meta.name ?? context?.name ?? cls.name, meta: { ...meta }, order: count++ }),
    )
  }
}

/** One decorator for both kinds: the standard ones are given a second argument. */
export type ModelDecorator<Meta> = <Class extends AnyClass & ModelClass<AnyModel>>(
  cls: Class & FieldsExist<Class, Meta>,
  context?: ClassDecoratorContext,
) => void

/** Whatever its key is. */
type AnyModel = ModelMembers<unknown>

declare const unknownField: unique symbol
/** Appears in the compiler's message where an option names a field that the class does not have. */
export interface UnknownField<Name> {
  readonly [unknownField]: 'an option names a field that the class does not have'
  readonly name: Name
}

type FieldsExist<Class, Meta> =
  Class extends ModelClass<infer Instance>
    ? [Exclude<NamedIn<Meta>, NameOf<Instance>>] extends [never]
      ? unknown
      : UnknownField<Exclude<NamedIn<Meta>, NameOf<Instance>>>
    : unknown
/** `director_id` is the key that the foreign key `director` holds. */
type NameOf<Instance> = keyof Instance | `${keyof Instance & string}_id`

/** The fields that the options name, without signs and without what follows `__`. */
type NamedIn<Meta> = FieldOf<
  | Listed<Meta, 'ordering'>
  | Listed<Meta, 'uniqueTogether'>
  | (Meta extends { readonly getLatestBy: infer Name } ? Name : never)
  | (Meta extends { readonly orderWithRespectTo: infer Name } ? Name : never)
>
type Listed<Meta, Key extends keyof ModelMeta> = Meta extends { readonly [K in Key]: readonly (infer Item)[] }
  ? Item extends readonly (infer Name)[]
    ? Name
    : Item
  : never
/** `never` for text that is not known when it is compiled. */
type FieldOf<Name> = Name extends string
  ? string extends Name
    ? never
    : Name extends `-${infer Rest}`
      ? FieldOf<Rest>
      : Name extends `${infer Head}__${string}`
        ? Head
        : Name
  : never
