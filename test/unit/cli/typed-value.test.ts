import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TypedValueError, typedValue } from '../../../src/cli/typed-value'
import { Cast, F, Lower, Now, Value } from '../../../src/sql/functions'

describe('a typed value is read as TypeScript would', () => {
  const cases: readonly (readonly [typed: string, value: unknown])[] = [
    ['0', 0],
    ['-1.5e3', -1500],
    ['1_000', 1000],
    ['.5', 0.5],
    ['9007199254740993n', 9007199254740993n],
    ["'it''s'".replace("''", "\\'"), "it's"],
    ['"a\\nb"', 'a\nb'],
    ["'\\u00e9\\x41\\u{1F600}'", 'éA😀'],
    ['`plain`', 'plain'],
    ["''", ''],
    ['true', true],
    ['false', false],
    ['null', null],
    ['[]', []],
    ["[1, 'a', [true],]", [1, 'a', [true]]],
    ["{ a: 1, 'b c': { d: null }, 2: [] }", { a: 1, 'b c': { d: null }, 2: [] }],
    ["new Date('2024-01-31')", new Date('2024-01-31')],
    ['  7  ', 7],
    ['Now()', Now()],
    ["Lower('title')", Lower('title')],
    ["Cast(F('a'), 'text')", Cast(F('a'), 'text')],
    ["Value('x')", Value('x')],
  ]
  for (const [typed, value] of cases) test(typed, () => assert.deepEqual(typedValue(typed), value))

  test('a key called __proto__ is a key', () => {
    assert.deepEqual(Object.keys(typedValue('{ __proto__: 1 }') as object), ['__proto__'])
  })
})

describe('what is no value is refused', () => {
  const cases: readonly (readonly [typed: string, message: string, hint?: string])[] = [
    ['', 'a value is missing'],
    ['draft', 'draft is not a value', "Text goes in quotes: 'draft'"],
    ['tru', 'tru is not a value', "Text goes in quotes: 'tru'. Or did you mean true?"],
    ['Now', 'Now is not a value', "Text goes in quotes: 'Now'. Or did you mean Now()?"],
    ['process.exit()', 'process is not a value', "Text goes in quotes: 'process'"],
    ['column()', 'column is not a value', "Text goes in quotes: 'column'"],
    ['1 2', 'unexpected 2 after the value'],
    ['two words', 'two is not a value', "Text goes in quotes: 'two'"],
    ['1 draft', 'unexpected draft after the value', 'Text goes in quotes.'],
    ['[1', ', or ] is missing'],
    ['{ a 1 }', 'key: value expected'],
    ["'open", "unexpected '"],
    [`${'`'}$${'{1}`'}`, 'unexpected `'],
    ['new Map()', 'new Map cannot be a default; new Date(…) can'],
    ['new Date()', "a date is written new Date('2024-01-31'); for the time of the migration, Now()"],
    ["new Date('soon')", "a date is written new Date('2024-01-31'); for the time of the migration, Now()"],
  ]
  for (const [typed, message, hint] of cases) {
    test(typed, () => {
      assert.throws(
        () => typedValue(typed),
        (error) => {
          assert.ok(error instanceof TypedValueError)
          assert.deepEqual([error.message, error.hint], [message, hint])
          return true
        },
      )
    })
  }
})
