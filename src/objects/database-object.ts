import { deepFreeze } from '../base/freeze'
import type { CollationOptions } from './collation'
import type { EnumOptions } from './enum'
import type { ExtensionOptions } from './extension'
import type { FunctionOptions } from './function'
import type { MaterializedViewOptions } from './materialized-view'
import type { PolicyOptions } from './policy'
import type { SchemaOptions } from './schema'
import type { SqlObjectOptions } from './sql-object'
import type { TriggerOptions } from './trigger'
import type { ViewOptions } from './view'

/** What a database can hold besides tables, and what a state says of each. */
export interface ObjectOptions {
  readonly extension: ExtensionOptions
  readonly schema: SchemaOptions
  readonly collation: CollationOptions
  readonly enum: EnumOptions
  readonly function: FunctionOptions
  readonly view: ViewOptions
  readonly 'materialized-view': MaterializedViewOptions
  readonly trigger: TriggerOptions
  readonly policy: PolicyOptions
  readonly 'sql-object': SqlObjectOptions
}

export type ObjectKind = keyof ObjectOptions

/** `view shop.active_books`, `trigger shop.touch on shop.Book`: no model is called so, since a key of a model has no space. */
export type ObjectKey = string
/** The key of a model or of an object. */
export type DependencyKey = string

/** One object of one kind, as plain data. */
export interface ObjectOf<Kind extends ObjectKind> {
  readonly kind: Kind
  /** The app whose migrations make it. */
  readonly app: string
  /** As the database calls it; `schema.name` where it is not in the usual schema. */
  readonly name: string
  readonly options: ObjectOptions[Kind]
  /** What must be there before it, besides what its options name. */
  readonly dependsOn: readonly DependencyKey[]
}

/** An object beside the tables of a project. Closed: a backend that has no words for a kind does not compile. */
export type DatabaseObject = { readonly [Kind in ObjectKind]: ObjectOf<Kind> }[ObjectKind]

/** The object frozen, without options that say nothing. */
export function databaseObject<T extends DatabaseObject>({ kind, app, name, options, dependsOn }: T): T {
  return deepFreeze({ kind, app, name, options: present(options), dependsOn: [...dependsOn] } as unknown as T)
}

function present<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T
}

/** The table or view that it belongs to and goes with, by key. */
export function ownerOf({ options }: Pick<DatabaseObject, 'options'>): DependencyKey | undefined {
  return 'on' in options ? options.on : undefined
}

export function objectKey(object: Pick<DatabaseObject, 'kind' | 'app' | 'name' | 'options'>): ObjectKey {
  return keyOfObject(object.kind, object.app, object.name, ownerOf(object))
}

export function keyOfObject(kind: ObjectKind, app: string, name: string, on?: DependencyKey): ObjectKey {
  return `${kind} ${app}.${name}${on === undefined ? '' : ` on ${on}`}`
}

/** The app of an object by its key alone. */
export function appOfObject(key: ObjectKey): string {
  return key.slice(key.indexOf(' ') + 1, key.indexOf('.'))
}

export function isObjectKey(key: DependencyKey): key is ObjectKey {
  return key.includes(' ')
}

/** All that must be there before it. */
export function dependenciesOf(object: DatabaseObject): readonly DependencyKey[] {
  const owner = ownerOf(object)
  return owner === undefined ? object.dependsOn : [owner, ...object.dependsOn]
}

/** What fields name an object by: they do not say whose it is. */
export function databaseName(kind: ObjectKind, name: string): string {
  return `${kind} ${name}`
}

/** `materialized view`: the kind as people and PostgreSQL say it. */
export function kindInWords(kind: ObjectKind): string {
  return kind.replace('-', ' ')
}
