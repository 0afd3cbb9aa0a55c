/**
 * Whether two plain values say the same: objects by their own enumerable keys (a key that holds `undefined` counts as
 * absent), arrays in order, maps in order, sets by their items, dates, bytes and patterns by value, functions by identity.
 */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b)
  if (Array.isArray(b)) return false
  if (a instanceof Map) return b instanceof Map && sameItems([...a], [...b])
  if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every((item) => b.has(item))
  if (a instanceof RegExp) return b instanceof RegExp && String(a) === String(b)
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime()
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameItems([...a], [...b])
  return sameKeys(a as Record<string, unknown>, b as Record<string, unknown>)
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => equal(item, b[i]))
}

function sameKeys(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const key in a) if (!equal(a[key], b[key])) return false
  for (const key in b) if (a[key] === undefined && b[key] !== undefined) return false
  return true
}
