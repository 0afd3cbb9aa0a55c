/** Freezes a plain value and all that it holds. Maps, class instances and functions are left as they are. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return value
  Object.freeze(value)
  // Not by Object.values, which would make one more array for each of thousands of small objects.
  for (const key in value) deepFreeze(value[key])
  return value
}
