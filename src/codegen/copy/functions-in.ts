import { importableFunctions } from '../../fields/importable'
import { Operation } from '../../operations/operation'
import { ownExports } from '../exports'
import { isField } from '../serialize/field'

/** A function or class: what a file can only speak of by a name. */
// biome-ignore lint/complexity/noBannedTypes: any function is meant, whatever it takes
export type Named = Function

const known: ReadonlySet<unknown> = new Set([...ownExports.keys(), ...importableFunctions.map(({ value }) => value)])

/** The functions in operations, and the classes of those that are a project's own, that no module of ours exports. */
export function functionsIn(operations: readonly Operation[]): ReadonlySet<Named> {
  const found = new Set<Named>()
  for (const operation of operations) visit(operation, found)
  return found
}

function visit(value: unknown, found: Set<Named>): void {
  if (known.has(value)) return
  if (isField(value)) {
    visitAll(Object.values(value.options), found)
  } else if (typeof value === 'function') {
    found.add(value)
  } else if (value instanceof Operation) {
    if (!known.has(value.constructor)) found.add(value.constructor)
    visitAll(Object.values(value.args), found)
  } else if (Array.isArray(value)) {
    visitAll(value, found)
  } else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    visitAll(Object.values(value), found)
  }
}

function visitAll(values: readonly unknown[], found: Set<Named>): void {
  for (const value of values) visit(value, found)
}
