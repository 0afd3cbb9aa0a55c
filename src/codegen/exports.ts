import * as constraints from '../constraints'
import * as fields from '../fields'
import * as operations from '../operations'

/** Our own operations, and types of fields, indexes and constraints, by identity: a value that looks like one is none. */
export const ownExports: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ...Object.entries({ ...fields, ...constraints }).map(([name, { type }]) => [type, name] as const),
  ...Object.entries(operations).map(([name, operation]) => [operation, name] as const),
  [operations.RunCode.noop, 'RunCode.noop'],
])
