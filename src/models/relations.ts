import type { AnyClass } from '../base/metadata'
import { installAccessors } from '../query/accessors'
import type { Binding } from '../query/binding'
import { bindings } from '../query/binding'
import type { ModelState } from '../state/model-state'

/**
 * Binds a class to its project: from now on it can be queried, and the relations of its objects are properties of them.
 *
 * - `movie.director` is a reference: `movie.director.pk` needs no query, `await movie.director` reads the row once, and
 *   from then on the property is the row. It can be assigned an object, a key or null.
 * - `director.movies` and `movie.genres` are the related rows, with the methods of a manager and add, remove, set, clear.
 *
 * An object holds the key under `director_id`, among its other values.
 */
export function installRelations(cls: AnyClass, model: ModelState, binding: Binding): void {
  bindings.set(cls, binding)
  installAccessors(cls.prototype as object, binding.state, model)
}
