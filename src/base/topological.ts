/** Thrown by `topological`; the caller says what the nodes are. */
export class CycleError extends Error {
  constructor(readonly cycle: readonly string[]) {
    super(`cycle: ${cycle.join(' -> ')}`)
    this.name = 'CycleError'
  }
}

/**
 * The keys in an order in which each comes after all that it needs: depth first, in the order given, needs first.
 * `needs` may name keys that are not among `keys`; they are left out. Iterative, so that a chain of any length works.
 */
export function topological(keys: Iterable<string>, needs: (key: string) => Iterable<string>): string[] {
  const known = new Set(keys)
  const done = new Set<string>()
  const order: string[] = []
  for (const start of known) {
    if (done.has(start)) continue
    const path: { key: string; rest: Iterator<string> }[] = [{ key: start, rest: needs(start)[Symbol.iterator]() }]
    const onPath = new Set([start])
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.next()
      if (next.done) {
        path.pop()
        onPath.delete(top.key)
        done.add(top.key)
        order.push(top.key)
      } else if (known.has(next.value) && !done.has(next.value)) {
        if (onPath.has(next.value)) throw new CycleError(cycleAt(path, next.value))
        path.push({ key: next.value, rest: needs(next.value)[Symbol.iterator]() })
        onPath.add(next.value)
      }
    }
  }
  return order
}

function cycleAt(path: readonly { key: string }[], start: string): string[] {
  const keys = path.map((step) => step.key)
  return [...keys.slice(keys.indexOf(start)), start]
}
