import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equal } from '../../../src/base/equal'

const noop = (): void => {}

const same: readonly (readonly [unknown, unknown])[] = [
  [1, 1],
  [Number.NaN, Number.NaN],
  [{ a: 1, b: undefined }, { a: 1 }],
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [
    [1, [2]],
    [1, [2]],
  ],
  [new Date(5), new Date(5)],
  [Uint8Array.of(1), Uint8Array.of(1)],
  [new Map([['a', { b: 1 }]]), new Map([['a', { b: 1 }]])],
  [noop, noop],
  [new Set([1, 2]), new Set([2, 1])],
  [/a/g, /a/g],
]
const different: readonly (readonly [unknown, unknown])[] = [
  [1, '1'],
  [0, -0],
  [1n, 1],
  [null, undefined],
  [{ a: 1 }, { a: 1, b: null }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [
    [1, 2],
    [2, 1],
  ],
  [[], {}],
  [new Date(5), new Date(6)],
  [new Map([['a', 1]]), new Map([['a', 2]])],
  [() => 1, () => 1],
  [new Set([1]), new Set([2])],
  [/a/, /a/g],
]

describe('equal', () => {
  for (const [a, b] of same) test(`${String(a)} is ${String(b)}`, () => assert.ok(equal(a, b) && equal(b, a)))
  for (const [a, b] of different)
    test(`${String(a)} is not ${String(b)}`, () => assert.ok(!equal(a, b) && !equal(b, a)))
})
