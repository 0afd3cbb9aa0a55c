import type { Operation } from '../../operations/operation'
import type { Step } from './data'

export type AnyFunction = (...given: readonly unknown[]) => unknown

/** The function at a place among the operations of a file. */
export function codeIn(operations: readonly Operation[], path: readonly Step[]): AnyFunction {
  const found = path.reduce<unknown>((at, step) => (at as Readonly<Record<Step, unknown>>)[step], operations)
  if (typeof found !== 'function') throw new Error(`there is no function at ${path.join('.')}`)
  return found as AnyFunction
}
