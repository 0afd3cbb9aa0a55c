import type { ModelClass } from '../fields/relation'
import { Core, coreOf } from './core'
import { bound } from './instance'
import { QueryMethods } from './query-set'

/**
 * The way to the rows of a model. To add methods of one's own: `class Movies extends Manager<Movie> { … }` and
 * `static readonly objects = new Movies(() => Movie)`.
 */
export class Manager<T> extends QueryMethods<T> {
  readonly #model: () => ModelClass<T>

  constructor(model: () => ModelClass<T>) {
    super()
    this.#model = model
  }

  override [coreOf](): Core<T> {
    return Core.of<T>(bound(this.#model()))
  }
}

/** The manager of a model class: `static readonly objects = objects(() => Movie)`. */
export function objects<T>(model: () => ModelClass<T>): Manager<T> {
  return new Manager(model)
}
