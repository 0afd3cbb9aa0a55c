import type { Reader } from './columns'

/** One property of an object and how its value is made. */
export interface HydratedProperty {
  readonly property: string
  readonly read: Reader
}

/** Makes one object of a row. */
export type Hydrate<T> = (row: readonly unknown[]) => T

/**
 * Objects of a prototype, made without the constructor of their class: what a constructor assigns, or a class field
 * declares, must not stand in the way of what the database said. All of them are made by one function in one order, so
 * that the engine keeps one shape for them.
 */
export function hydrator<T extends object>(prototype: T, properties: readonly HydratedProperty[]): Hydrate<T> {
  const names = properties.map(({ property }) => property)
  const readers = properties.map(({ read }) => read)
  const width = names.length
  function Shape(this: Record<string, unknown>, row: readonly unknown[]): void {
    for (let i = 0; i < width; i++) this[names[i] as string] = (readers[i] as Reader)(row[i])
  }
  Shape.prototype = prototype
  const Made = Shape as unknown as new (row: readonly unknown[]) => T
  return (row) => new Made(row)
}
