import { equal } from '../../base/equal'
import type { MigrationDefinition } from '../migration'
import { codeIn } from './code'
import type { Data, DataRecord, Step } from './data'
import { NotDataError } from './data'
import { decode } from './decode'
import type { Writer } from './kinds'
import { kinds } from './kinds'

/** What a migration says as data, read by `decode`. undefined: something in it is not data, and only its file says it. */
export function encode(definition: MigrationDefinition): DataRecord | undefined {
  try {
    const { operations = [], ...rest } = definition
    const data = { ...record(rest, []), operations: operations.map((operation, at) => valueAt(operation, [at])) }
    return comesBack(data, definition) ? data : undefined
  } catch (error) {
    if (error instanceof NotDataError) return undefined
    throw error
  }
}

/** Looked at and not assumed: an operation may make something else of its own arguments. */
function comesBack(data: DataRecord, definition: MigrationDefinition): boolean {
  const { operations = [] } = definition
  const back = decode(data, (_, path) => codeIn(operations, path))
  return equal({ ...back }, { operations, ...definition }) && back.operations?.length === operations.length
}

/** Deeper than any definition is; a value that holds itself has no end. */
const maxDepth = 200

function valueAt(value: unknown, path: readonly Step[]): Data {
  const writer = writerAt(path)
  if (path.length > maxDepth) writer.fail()
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return value
  if (Array.isArray(value) && isDense(value)) return value.map((item, at) => valueAt(item, [...path, at]))
  const kind = kinds.find(({ matches }) => matches(value))
  if (kind !== undefined) return { $: kind.tag, v: kind.write(value, writer) }
  return isPlain(value) ? record(value, path) : writer.fail()
}

function writerAt(path: readonly Step[]): Writer {
  return {
    path,
    value: (value, step) => valueAt(value, [...path, step]),
    fail: () => {
      throw new NotDataError(path)
    },
  }
}

function record(value: object, path: readonly Step[]): DataRecord {
  const entries = Object.entries(value).map(([key, item]) => [key, valueAt(item, [...path, key])] as const)
  const isOdd = '$' in value || Object.hasOwn(value, '__proto__')
  return isOdd ? { $: 'record', v: entries } : Object.fromEntries(entries)
}

/** Without holes and without keys of its own. */
function isDense(list: readonly unknown[]): boolean {
  return Object.getPrototypeOf(list) === Array.prototype && Reflect.ownKeys(list).length === list.length + 1
}

/** Nothing but keys and values that everybody sees. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false
  return Reflect.ownKeys(value).length === Object.keys(value).length
}
