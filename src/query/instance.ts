import type { AnyClass } from '../base/metadata'
import type { Field } from '../fields/field'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { concreteModel, isForeignKey } from '../state/relations'
import type { Binding } from './binding'
import { bindings } from './binding'
import { NotBoundError, UnsavedRelatedError, WrongModelError } from './errors'
import { Reference } from './reference'
import type { KeyOfTarget } from './scope'

/** Any object that stands for a row: its values are properties. */
export type Instance = Record<string, unknown>

/**
 * The property that holds a field's value. That of a foreign key is the key it holds, `director_id`; `director` itself
 * is an accessor on the prototype.
 */
export function propertyOf(name: string, field: Field): string {
  return isForeignKey(field) ? `${name}_id` : name
}

/** What the class of an object is bound to; undefined: it is no object of a model. */
export function bindingOf(value: unknown): Binding | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const of: unknown = value.constructor
  return typeof of === 'function' ? bindings.own(of) : undefined
}

/** What a class is bound to. Throws if its project is not open. */
export function bound(of: AnyClass): Binding {
  const binding = bindings.own(of)
  if (binding === undefined) throw new NotBoundError(of.name)
  return binding
}

/** What the class of an object is bound to. Throws if its project is not open. */
export function boundOf(object: object): Binding {
  const of: unknown = object.constructor
  return bound(typeof of === 'function' ? of : Object)
}

/** The value to compare with where the user gave an object: the key it is referred to by. Others stay as they are. */
export function keyHeldBy(value: unknown, key: KeyOfTarget | undefined, path: string): unknown {
  if (value instanceof Reference) return value.pk
  const binding = bindingOf(value)
  if (binding === undefined || key === undefined) return value
  if (!isOrExtends(binding.state, binding.state.model(binding.key), key.model)) {
    throw new WrongModelError(path, key.model, binding.key)
  }
  const held = key.properties.map((property) => (value as Instance)[property])
  if (held.some((part) => part === undefined || part === null)) throw new UnsavedRelatedError(path, key.model)
  return held.length === 1 ? held[0] : held
}

/** Whether rows of the model are rows of the other one too: itself, a proxy of it, or a model that extends it. */
export function isOrExtends(state: ProjectState, model: ModelState, key: string): boolean {
  const other = state.find(key)
  const wanted = other === undefined ? key : concreteModel(state, other).key
  const concrete = concreteModel(state, model)
  if (concrete.key === wanted) return true
  return concrete.bases.some((base) => isOrExtends(state, state.model(base), wanted))
}
