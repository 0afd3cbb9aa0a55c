import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CycleError, topological } from '../../../src/base/topological'

const needs = (edges: Record<string, string[]>) => (key: string) => edges[key] ?? []

test('each comes after all that it needs, else in the order given', () => {
  assert.deepEqual(topological(['d', 'c', 'b', 'a'], needs({ d: ['a'], a: ['b'] })), ['b', 'a', 'd', 'c'])
})

test('what is needed and not there is left out', () => {
  assert.deepEqual(topological(['a'], needs({ a: ['elsewhere'] })), ['a'])
})

test('a cycle is named in full', () => {
  assert.throws(
    () => topological(['x', 'a', 'b', 'c'], needs({ x: ['a'], a: ['b'], b: ['c'], c: ['a'] })),
    (error) => error instanceof CycleError && error.cycle.join() === 'a,b,c,a',
  )
})

test('a chain of 100000 needs no deep stack', () => {
  const keys = Array.from({ length: 100_000 }, (_, i) => String(i))
  const order = topological(keys, (key) => (key === '99999' ? [] : [String(Number(key) + 1)]))
  assert.equal(order[0], '99999')
})
