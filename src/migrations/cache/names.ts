import * as constraints from '../../constraints'
import * as fields from '../../fields'
import { importableFunctions } from '../../fields/importable'
import * as operations from '../../operations'
import type { Operation } from '../../operations/operation'
import { RunCode } from '../../operations/run-code'

/** What data can only name: there and back. */
export interface Names<T> {
  nameOf(value: unknown): string | undefined
  named(name: string): T
}

type OperationClass = new (args: never) => Operation

/** Our own operations. A user's own has a file that says what it does. */
export const operationNames: Names<OperationClass> = names(Object.entries<OperationClass>(operations))

/** The types of our own fields, indexes and constraints. */
export const typeNames: Names<object> = names(
  Object.entries<{ readonly type: object }>({ ...fields, ...constraints }).map(([name, { type }]) => [name, type]),
)

/** The functions that a migration can hold and every process has. */
export const functionNames: Names<unknown> = names([
  ...importableFunctions.map(({ name, value }) => [name, value] as const),
  ['RunCode.noop', RunCode.noop],
])

function names<T>(entries: Iterable<readonly [string, T]>): Names<T> {
  const values = new Map(entries)
  const byValue = new Map<unknown, string>(Array.from(values, ([name, value]) => [value, name]))
  return {
    nameOf: (value) => byValue.get(value),
    named(name) {
      const value = values.get(name)
      if (value === undefined) throw new Error(`nothing is called ${name}`)
      return value
    },
  }
}
