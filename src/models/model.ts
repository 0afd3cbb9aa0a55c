import type { AnyClass } from '../base/metadata'
import { decoratedFields } from '../fields/define'
import type { Field } from '../fields/field'
import { isSameRow, keyOf } from '../query/accessors'
import { bindings } from '../query/binding'
import { UnknownPathError } from '../query/errors'
import { markUnsaved } from '../query/facts'
import type { Instance } from '../query/instance'
import { boundOf } from '../query/instance'
import type { SaveOptions } from '../query/write'
import { assign, assignKey, deleteObject, refreshObject, saveObject } from '../query/write'
import { isForeignKey } from '../state/relations'

/** Stands for the key of a model that declares none: `id`, a number. */
declare const automatic: unique symbol
export interface AutomaticKey {
  readonly [automatic]: true
}

/**
 * What every object of a model has. The values of its fields are properties of its own, and there is nothing else among
 * them: a foreign key `director` is held as `director_id`, and `director` is an accessor on the prototype.
 */
export interface ModelMembers<Key> {
  /** The primary key, whatever its name. */
  readonly pk: Key
  /** Updates the object's row, or inserts it where there is none. */
  save(options?: SaveOptions): Promise<void>
  /** Deletes the object's row; what refers to it follows the rules of its foreign keys. */
  delete(): Promise<number>
  /** Reads the object's values again. */
  refreshFromDb(): Promise<void>
  /** Whether the other object stands for the same row: of the same model, with the same key. */
  isSameRow(other: unknown): boolean
}

/**
 * The base of every model. `class Movie extends Model` has `id`, a number, without declaring it. A model that declares
 * a primary key of its own says of which type it is: `class Book extends Model<string>`, `@CharField({ maxLength: 13,
 * primaryKey: true }) isbn!: string`.
 */
export type Model<Key = AutomaticKey> = [Key] extends [AutomaticKey]
  ? ModelMembers<number> & { id: number }
  : ModelMembers<Key>

export interface ModelConstructor {
  new <Key = AutomaticKey>(values?: Readonly<Record<string, unknown>>): Model<Key>
}

class Base {
  constructor(values: Readonly<Record<string, unknown>> = {}) {
    markUnsaved(this)
    const binding = bindings.own(new.target)
    if (binding === undefined) assignUnbound(this, new.target, values)
    else assign(binding, instance(this), values)
  }

  get pk(): unknown {
    return keyOf(instance(this), boundOf(this))
  }

  set pk(value: unknown) {
    assignKey(boundOf(this), instance(this), value)
  }

  save(options?: SaveOptions): Promise<void> {
    return saveObject(boundOf(this), instance(this), options)
  }

  delete(): Promise<number> {
    return deleteObject(boundOf(this), instance(this))
  }

  refreshFromDb(): Promise<void> {
    return refreshObject(boundOf(this), instance(this))
  }

  isSameRow(other: unknown): boolean {
    return isSameRow(this, other)
  }
}

function instance(model: Base): Instance {
  return model as unknown as Instance
}

/** Not among the decorated fields: a key, and the way to the model that this one extends. */
const undeclared = /^(pk|id|\w+_ptr(_id)?)$/

/** Before its project is open a class knows its fields by their decorators, if it has any. */
function assignUnbound(object: Base, of: AnyClass, values: Readonly<Record<string, unknown>>): void {
  const known = [...fieldsOf(of)].flatMap(([name, field]) => (isForeignKey(field) ? [name, `${name}_id`] : [name]))
  for (const [name, value] of Object.entries(values)) {
    if (known.length > 0 && !known.includes(name) && !undeclared.test(name))
      throw new UnknownPathError(of.name, name, name, known)
    instance(object)[name] = value
  }
}

function fieldsOf(of: AnyClass): ReadonlyMap<string, Field> {
  const base: unknown = Object.getPrototypeOf(of)
  const inherited = typeof base === 'function' && base !== Function.prototype ? fieldsOf(base) : []
  return new Map([...inherited, ...(decoratedFields.own(of) ?? [])])
}

export const Model = Base as unknown as ModelConstructor
Object.defineProperty(Model, 'name', { value: 'Model' })
