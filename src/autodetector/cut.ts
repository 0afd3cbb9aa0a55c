import type { Planned } from './dependencies'
import { CircularChangeError } from './errors'
import type { Dependencies } from './graph'

/** Operations of one app that make one migration. */
export interface Draft {
  readonly app: string
  readonly operations: readonly Planned[]
}

/**
 * Cuts the operations into migrations, in an order in which they can be applied. An app is one migration if nothing
 * forces it apart; where apps wait for each other, the first of them by name does what it can, as in Django.
 */
export function cut(all: readonly Planned[], dependencies: Dependencies): Draft[] {
  const pending = new Pending(all, dependencies)
  const drafts: Draft[] = []
  while (pending.apps.length > 0) {
    const whole = pending.apps.map((app) => pending.takeWhole(app)).filter((draft) => draft !== undefined)
    drafts.push(...(whole.length > 0 ? whole : [pending.takePart()]))
  }
  return drafts
}

class Pending {
  readonly #dependencies: Dependencies
  readonly #rest = new Map<string, readonly Planned[]>()
  readonly #done = new Set<Planned>()

  constructor(all: readonly Planned[], dependencies: Dependencies) {
    this.#dependencies = dependencies
    const byApp = new Map<string, Planned[]>()
    for (const each of all) push(byApp, each.app, each)
    for (const app of [...byApp.keys()].sort()) this.#rest.set(app, byApp.get(app) ?? [])
  }

  /** By name. */
  get apps(): readonly string[] {
    return [...this.#rest.keys()]
  }

  takeWhole(app: string): Draft | undefined {
    return this.#waitingOf(app).size === 0 ? this.#take(app, this.#rest.get(app) ?? []) : undefined
  }

  /** As much as one app can do now; an app that no other waits for can wait itself. */
  takePart(): Draft {
    for (const app of [...this.#awaited(), ...this.apps]) {
      const waiting = this.#waitingOf(app)
      const ready = (this.#rest.get(app) ?? []).filter((each) => !waiting.has(each))
      if (ready.length > 0) return this.#take(app, ready)
    }
    throw new CircularChangeError([...this.#rest.values()].flat().map(({ operation }) => operation.describe()))
  }

  #take(app: string, operations: readonly Planned[]): Draft {
    for (const each of operations) this.#done.add(each)
    const rest = (this.#rest.get(app) ?? []).filter((each) => !this.#done.has(each))
    if (rest.length > 0) this.#rest.set(app, rest)
    else this.#rest.delete(app)
    return { app, operations }
  }

  /** The operations of an app that wait for one of another, or for one that waits itself. */
  #waitingOf(app: string): ReadonlySet<Planned> {
    const waiting = new Set<Planned>()
    const followers = new Map<Planned, Planned[]>()
    const queue: Planned[] = []
    for (const each of this.#rest.get(app) ?? []) {
      for (const before of this.#dependencies.before(each)) {
        if (this.#done.has(before)) continue
        if (before.app !== app) queue.push(each)
        else push(followers, before, each)
      }
    }
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (waiting.has(next)) continue
      waiting.add(next)
      queue.push(...(followers.get(next) ?? []))
    }
    return waiting
  }

  /** Apps without those that nobody waits for, nor those that only they wait for, and so on. */
  #awaited(): readonly string[] {
    let apps = this.apps
    for (;;) {
      const waitedFor = new Set(apps.flatMap((app) => [...this.#appsBefore(app)]))
      const left = apps.filter((app) => waitedFor.has(app))
      if (left.length === apps.length) return apps
      apps = left
    }
  }

  *#appsBefore(app: string): Iterable<string> {
    for (const each of this.#rest.get(app) ?? []) {
      for (const before of this.#dependencies.before(each)) {
        if (before.app !== app && !this.#done.has(before)) yield before.app
      }
    }
  }
}

function push<Key>(lists: Map<Key, Planned[]>, key: Key, each: Planned): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [each])
  else list.push(each)
}
