import { Operation } from '../../operations/operation'
import type { Condition, Expression } from '../../sql/expression'
import { isCondition, isExpression, node } from '../../sql/expression'
import type { AnyFunction } from './code'
import type { Data, Step } from './data'
import { functionNames, operationNames, typeNames } from './names'

/** What a kind needs to write the values inside its own. */
export interface Writer {
  value(value: unknown, step: Step): Data
  /** The way from the list of operations to the value at hand. */
  readonly path: readonly Step[]
  /** Throws: it cannot be kept. */
  fail(): never
}

/** What a kind needs to read the values inside its own. */
export interface Reader {
  value(data: Data): unknown
  /** The function that is there in the operations of the file, or what stands for it. */
  code: CodeAt
}
export type CodeAt = (name: string, path: readonly Step[]) => unknown

/** Values that JSON does not have: each kind is written under its tag. */
export interface Kind {
  readonly tag: string
  readonly matches: (value: unknown) => boolean
  readonly write: (value: unknown, writer: Writer) => Data
  readonly read: (data: Data, reader: Reader) => unknown
}

/** Ties the halves of a kind together: it writes what it matches, and reads what it wrote. */
function kind<T, D extends Data>(
  tag: string,
  matches: (value: unknown) => value is T,
  write: (value: T, writer: Writer) => D,
  read: (data: D, reader: Reader) => unknown,
): Kind {
  return {
    tag,
    matches,
    write: (value, writer) => write(value as T, writer),
    read: (data, reader) => read(data as D, reader),
  }
}

/** An instance of the very class: what a class of the user's own adds would be lost. */
function exactly<T extends object>(of: { readonly prototype: T }): (value: unknown) => value is T {
  return (value): value is T =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === of.prototype
}

interface Part {
  readonly type: object
  readonly options: object
}

function isPart(value: unknown): value is Part {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  const { type, options } = value as Partial<Part>
  return typeof options === 'object' && typeNames.nameOf(type) !== undefined
}

function isNode(value: unknown): value is Expression | Condition {
  return isExpression(value) || isCondition(value)
}

function isNumberBeyondJson(value: unknown): value is number {
  return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
}

function isNamedFunction(value: unknown): value is AnyFunction {
  return functionNames.nameOf(value) !== undefined
}

/** The first that matches writes the value. */
export const kinds: readonly Kind[] = [
  kind(
    'undefined',
    (value): value is undefined => value === undefined,
    () => null,
    () => undefined,
  ),
  kind('number', isNumberBeyondJson, (value) => (Object.is(value, -0) ? '-0' : String(value)), Number),
  kind('bigint', (value): value is bigint => typeof value === 'bigint', String, BigInt),
  // A field, an index or a constraint. Before functions, since a field may be a decorator.
  kind(
    'part',
    isPart,
    ({ type, options }, writer) => [typeNames.nameOf(type) ?? writer.fail(), writer.value(options, 'options')] as const,
    ([name, options], reader) => {
      const held = Object.freeze(reader.value(options) as object)
      return Object.freeze({ type: typeNames.named(name), options: held })
    },
  ),
  kind(
    'node',
    isNode,
    (value, writer) => writer.value({ ...value }, 'node'),
    (data, reader) => node(reader.value(data) as Expression),
  ),
  kind(
    'operation',
    (value) => value instanceof Operation,
    (operation, writer) => {
      const name = operationNames.nameOf(operation.constructor) ?? writer.fail()
      return [name, writer.value(operation.args, 'args')] as const
    },
    ([name, args], reader) => new (operationNames.named(name))(reader.value(args) as never),
  ),
  kind(
    'function',
    isNamedFunction,
    (value, writer) => functionNames.nameOf(value) ?? writer.fail(),
    (name) => functionNames.named(name),
  ),
  // The code of an operation, by its place in the file: found when it is run. Elsewhere a function is more than a name.
  kind(
    'code',
    (value): value is AnyFunction => typeof value === 'function',
    ({ name }, { path, fail }) => (path.at(-2) === 'args' ? ([name, path] as const) : fail()),
    ([name, path], reader) => reader.code(name, path),
  ),
  kind(
    'date',
    exactly(Date),
    (value, { fail }) => (Number.isNaN(value.getTime()) ? fail() : value.getTime()),
    (time) => new Date(time),
  ),
  kind(
    'buffer',
    exactly(Buffer),
    (value) => value.toString('base64'),
    (text) => Buffer.from(text, 'base64'),
  ),
  kind(
    'bytes',
    exactly(Uint8Array),
    (value) => Buffer.from(value).toString('base64'),
    (text) => new Uint8Array(Buffer.from(text, 'base64')),
  ),
  kind(
    'pattern',
    exactly(RegExp),
    ({ source, flags }) => [source, flags] as const,
    ([source, flags]) => new RegExp(source, flags),
  ),
  kind(
    'map',
    exactly<ReadonlyMap<unknown, unknown>>(Map),
    (map, writer) => Array.from(map, (pair, at) => writer.value(pair, at)),
    (pairs, reader) => new Map(pairs.map((pair) => reader.value(pair) as [unknown, unknown])),
  ),
  kind(
    'set',
    exactly<ReadonlySet<unknown>>(Set),
    (set, writer) => Array.from(set, (item, at) => writer.value(item, at)),
    (items, reader) => new Set(items.map((item) => reader.value(item))),
  ),
]
