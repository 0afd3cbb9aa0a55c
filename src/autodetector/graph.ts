import type { Planned } from './dependencies'

/** Operations by what they do, and so who waits for whom. */
export class Dependencies {
  readonly #doers = new Map<string, Planned[]>()

  constructor(all: readonly Planned[]) {
    for (const each of all) {
      for (const key of each.does) {
        const doers = this.#doers.get(key)
        if (doers === undefined) this.#doers.set(key, [each])
        else doers.push(each)
      }
    }
  }

  /** The operations that do what is needed; none: it is done already, or needs no doing. */
  doers(key: string): readonly Planned[] {
    return this.#doers.get(key) ?? []
  }

  /** The operations that have to come before it. */
  *before(operation: Planned): Iterable<Planned> {
    for (const { key } of operation.needs) {
      for (const doer of this.doers(key)) if (doer !== operation) yield doer
    }
  }
}
