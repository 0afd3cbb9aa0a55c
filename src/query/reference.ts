import type { Ref } from '../fields/relation'

/** A row that another points at, not read yet: its key is known, awaiting it reads it. */
export class Reference<T> implements Ref<T> {
  readonly pk: Ref<T>['pk']
  readonly #load: () => Promise<T>

  constructor(pk: unknown, load: () => Promise<T>) {
    this.pk = pk as Ref<T>['pk']
    this.#load = load
  }

  then<Done = T, Failed = never>(
    onDone?: ((value: T) => Done | PromiseLike<Done>) | null,
    onFailed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return this.#load().then(onDone, onFailed)
  }
}
