import { CycleError, topological } from '../base/topological'
import type { Planned } from './dependencies'
import { CircularChangeError } from './errors'
import type { Dependencies } from './graph'

/**
 * The operations of one migration in an order in which they can be applied, near to the one given. What belongs to a
 * cluster stays together, unless two clusters need each other: then a part of one leaves.
 */
export function ordered(operations: readonly Planned[], dependencies: Dependencies): Planned[] {
  const groups = new Groups(operations, dependencies)
  for (;;) {
    try {
      return topological(groups.keys(), (key) => groups.before(key)).flatMap((key) => groups.operations(key))
    } catch (error) {
      if (!(error instanceof CycleError)) throw error
      groups.breakUp(error.cycle)
    }
  }
}

/** Clusters, and operations on their own, in the order of their first operations. */
class Groups {
  readonly #operations: readonly Planned[]
  readonly #dependencies: Dependencies
  readonly #group = new Map<Planned, string>()

  constructor(operations: readonly Planned[], dependencies: Dependencies) {
    this.#operations = operations
    this.#dependencies = dependencies
    operations.forEach((each, at) => {
      this.#group.set(each, each.cluster?.key ?? alone(at))
    })
  }

  keys(): Iterable<string> {
    return this.#members().keys()
  }

  operations(key: string): readonly Planned[] {
    return this.#members().get(key) ?? []
  }

  *before(key: string): Iterable<string> {
    for (const each of this.operations(key)) {
      for (const needed of this.#dependencies.before(each)) {
        const group = this.#group.get(needed)
        if (group !== undefined && group !== key) yield group
      }
    }
  }

  /** Takes the part out that leaves most readily, of the group that came first. */
  breakUp(cycle: readonly string[]): void {
    const links = cycle.slice(0, -1).map((key, at) => this.#link(key, cycle[at + 1] ?? key))
    const possible = links.filter((link) => link.every((each) => this.#mayLeave(each)))
    const weight = (link: readonly Planned[]): number => Math.max(...link.map(({ cluster }) => cluster?.weight ?? 0))
    const [best] = possible.sort((a, b) => weight(a) - weight(b) || this.#at(a) - this.#at(b))
    if (best === undefined) throw new CircularChangeError(links.flat().map(({ operation }) => operation.describe()))
    for (const each of best) this.#group.set(each, alone(this.#operations.indexOf(each)))
    this.#cache = undefined
  }

  /** What one group needs of the other: of each such pair the part that can be on its own, if there is one. */
  #link(key: string, neededKey: string): Planned[] {
    const link = new Set<Planned>()
    for (const each of this.operations(key)) {
      for (const needed of this.#dependencies.before(each)) {
        if (this.#group.get(needed) !== neededKey) continue
        link.add(!this.#mayLeave(each) && this.#mayLeave(needed) ? needed : each)
      }
    }
    return [...link]
  }

  #mayLeave(each: Planned): boolean {
    return each.cluster?.weight !== undefined && this.#group.get(each) === each.cluster.key
  }

  #at([first]: readonly Planned[]): number {
    return first === undefined ? -1 : this.#operations.indexOf(first)
  }

  #cache: ReadonlyMap<string, readonly Planned[]> | undefined

  #members(): ReadonlyMap<string, readonly Planned[]> {
    if (this.#cache !== undefined) return this.#cache
    const members = new Map<string, Planned[]>()
    for (const each of this.#operations) {
      const key = this.#group.get(each) ?? ''
      const list = members.get(key)
      if (list === undefined) members.set(key, [each])
      else list.push(each)
    }
    this.#cache = members
    return members
  }
}

function alone(at: number): string {
  return `operation ${at}`
}
