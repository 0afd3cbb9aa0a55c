import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equal } from '../../../src/base/equal'
import { migrationFile } from '../../../src/codegen/migration-file'
import * as constraints from '../../../src/constraints'
import * as fields from '../../../src/fields'
import { codeIn } from '../../../src/migrations/cache/code'
import type { DataRecord } from '../../../src/migrations/cache/data'
import { decode } from '../../../src/migrations/cache/decode'
import { encode } from '../../../src/migrations/cache/encode'
import { operationNames, typeNames } from '../../../src/migrations/cache/names'
import { type MigrationDefinition, placed } from '../../../src/migrations/migration'
import * as operations from '../../../src/operations'
import { Operation } from '../../../src/operations/operation'
import type { Code } from '../../../src/operations/run-code'
import { Value } from '../../../src/sql/functions'
import { sample } from '../../support/codegen-sample'

const noCode = (): never => assert.fail('no code is asked for')

/** Through the text of the cache and back. */
function throughText(
  definition: MigrationDefinition,
  code: Parameters<typeof decode>[1] = noCode,
): MigrationDefinition {
  const data = encode(definition)
  assert.ok(data !== undefined, 'it is data')
  return decode(JSON.parse(JSON.stringify(data)) as DataRecord, code)
}

const withOperation = (operation: Operation): MigrationDefinition => ({ operations: [operation] })
const withValue = (value: unknown): MigrationDefinition =>
  withOperation(new operations.AddField({ model: 'Movie', name: 'x', field: fields.JSONField({ default: value }) }))

test('a migration with an operation of every class and a field of every type comes back the same', () => {
  const { app, name, ...definition } = sample
  const back = placed(app, name, throughText(definition))
  assert.ok(equal({ ...back }, { ...sample }))
  // Expressions and conditions are told from plain data by a mark: what is written of them needs it.
  const text = (migration: typeof sample): string => migrationFile(migration, { folder: '' }).text
  assert.equal(text(back), text(sample))
})

test('what comes back cannot be changed, as what a file says cannot', () => {
  const { dependencies, operations: made } = throughText({ ...withValue({ list: [1] }), dependencies: [['a', 'b']] })
  const [added] = made ?? []
  for (const value of [dependencies, made, added?.args]) assert.ok(Object.isFrozen(value))
})

test('operations are made when they are asked for, once', () => {
  const data = { operations: [{ $: 'no such tag' }] }
  const definition = decode(data, noCode)
  assert.throws(() => definition.operations, /no such tag/)
  const back = throughText(withValue(1))
  assert.equal(back.operations, back.operations)
})

const values: Readonly<Record<string, unknown>> = {
  'numbers beyond JSON': [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 10n ** 30n],
  'undefined in a list': [undefined, null],
  dates: [new Date(0), new Date('2020-01-01T10:00:00.123Z')],
  bytes: [Buffer.from('a'), new Uint8Array([1, 2])],
  patterns: [/a\/b/giu, /\u2028/],
  'maps and sets': [new Map<unknown, unknown>([[new Date(1), new Set([1, 'b', undefined])]])],
  'keys that mean something here': [{ $: 'date', v: 1 }, JSON.parse('{ "__proto__": 1 }'), { '': 0, constructor: 1 }],
  'half of a character': '\ud83d',
  'what looks like an expression': [{ kind: 'value', value: 1 }, Value(1)],
}
for (const [what, value] of Object.entries(values)) {
  test(`values come back: ${what}`, () => {
    const [back] = throughText(withValue(value)).operations ?? []
    const field = (back as operations.AddField).args.field
    assert.deepEqual((field.options as { default?: unknown }).default, value)
  })
}

describe('code', () => {
  async function fill(): Promise<void> {}
  async function empty(): Promise<void> {}
  const definition: MigrationDefinition = {
    operations: [
      new operations.RunCode({ code: fill, reverseCode: operations.RunCode.noop }),
      new operations.SeparateDatabaseAndState({ databaseOperations: [new operations.RunCode({ code: empty })] }),
    ],
  }

  test('is named, and looked up by its place when it is called', () => {
    const asked: string[] = []
    const back = throughText(definition, (name, path) => {
      asked.push(name)
      assert.equal(codeIn(definition.operations ?? [], path), { fill, empty }[name])
      return Object.defineProperty(async () => {}, 'name', { value: name })
    })
    const described = back.operations?.map((operation) => operation.describe())
    assert.deepEqual(described, ['Run code fill', 'Custom state/database change combination'])
    assert.deepEqual(asked, ['fill', 'empty'])
  })

  test('that does nothing is the very function that does nothing', () => {
    const stand: Code = () => Promise.resolve()
    const [first] = throughText(definition, () => stand).operations ?? []
    assert.equal((first as operations.RunCode).args.reverseCode, operations.RunCode.noop)
  })
})

describe('no data (cache.not-data), and so not kept is', () => {
  class Own extends operations.RunSQL {}
  class Halved extends Operation<{ readonly list: readonly number[] }> {
    readonly symbol = '?'
    override apply = noCode
    override forwards = noCode
    override backwards = noCode
    override describe = noCode
  }
  const circle: unknown[] = []
  circle.push(circle)
  class Point {
    x = 1
  }
  const cases: Readonly<Record<string, MigrationDefinition>> = {
    'an operation of the user’s own': withOperation(new Halved({ list: [] })),
    'one that extends ours': withOperation(new Own({ sql: '' })),
    'an object of a class': withValue(new Point()),
    'a date of a class of its own': withValue(new (class extends Date {})(0)),
    'a list with a key': withValue(Object.assign([1], { key: 1 })),
    // biome-ignore lint/suspicious/noSparseArray: a hole is what it is about
    'a list with a hole': withValue([1, , 2]),
    'a date that is none': withValue(new Date(Number.NaN)),
    'a symbol': withValue({ [Symbol('key')]: 1 }),
    'a function elsewhere than as the code of an operation': withOperation(
      new operations.RunSQL({ sql: [['', [noCode as never]]] }),
    ),
  }
  for (const [what, definition] of Object.entries(cases)) {
    test(what, () => assert.equal(encode(definition), undefined))
  }

  test('a value that holds itself', () => {
    assert.equal(encode({ operations: [], replaces: circle as never }), undefined)
  })

  test('an operation that makes something else of its own arguments', () => {
    const operation = new operations.RunSQL({ sql: 'SELECT 1' })
    const made = Object.create(operation, {
      args: { value: { sql: 'SELECT 1' }, enumerable: true },
      symbol: { value: 'x', enumerable: true },
    })
    assert.equal(encode({ operations: [made as Operation] }), undefined)
  })
})

test('all our operations and types can be named', () => {
  for (const [name, value] of Object.entries(operations)) assert.equal(operationNames.nameOf(value), name)
  for (const [name, { type }] of Object.entries({ ...fields, ...constraints }))
    assert.equal(typeNames.nameOf(type), name)
})
