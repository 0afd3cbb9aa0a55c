import { deepFreeze } from '../base/freeze'
import type { AnyClass } from '../base/metadata'
import type { ObjectKind, ObjectOptions } from './database-object'

/** A model by its class, looked up when all files are loaded; another object; or the key of either: `shop.Book`. */
export type Dependency = (() => AnyClass) | DeclaredObject | string

export interface Depending {
  /** The models and objects that it is made from: it is created after them, and steps aside while they change. */
  readonly dependsOn?: readonly Dependency[]
}

/** The options as a models file gives them: what it belongs to is not resolved to a key yet. */
export type DeclaredOptions<Kind extends ObjectKind> = Omit<ObjectOptions[Kind], 'on'>

export interface DeclaredParts<Kind extends ObjectKind> extends Depending {
  readonly kind: Kind
  readonly name: string
  readonly options: DeclaredOptions<Kind>
  readonly on?: Dependency | undefined
}

/** An object as a models file declares and exports it. */
export class DeclaredObject<Kind extends ObjectKind = ObjectKind> {
  readonly kind: Kind
  readonly name: string
  readonly options: DeclaredOptions<Kind>
  readonly on: Dependency | undefined
  readonly dependsOn: readonly Dependency[]

  constructor({ kind, name, options, on, dependsOn = [] }: DeclaredParts<Kind>) {
    this.kind = kind
    this.name = name
    this.options = deepFreeze({ ...options })
    this.on = on
    this.dependsOn = Object.freeze([...dependsOn])
  }
}
