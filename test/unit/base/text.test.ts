import assert from 'node:assert/strict'
import { test } from 'node:test'
import { didYouMean, plural } from '../../../src/base/text'

test('the nearest known name is meant, if it is near', () => {
  assert.equal(didYouMean('titel', ['title', 'isbn']), 'title')
  assert.equal(didYouMean('Movei', ['movie', 'person']), 'movie')
  assert.equal(didYouMean('xyz', ['title', 'isbn']), undefined)
  assert.equal(didYouMean('zz', ['id', 'pk']), undefined)
})

test('one is singular', () => {
  assert.deepEqual([plural(0, 'row'), plural(1, 'row'), plural(2, 'row')], ['0 rows', '1 row', '2 rows'])
})
