import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesText, countText, secondsText } from '../../../src/base/amounts'

test('counts are exact while they are small', () => {
  assert.deepEqual([0, 950, 9999, 12_345, 1_234_567, 25_000_000].map(countText), [
    '0',
    '950',
    '9999',
    '12 k',
    '1.2 M',
    '25 M',
  ])
})

test('bytes have the units that PostgreSQL prints', () => {
  assert.deepEqual([0, 512, 8192, 310 * 1024 ** 2, 1.25 * 1024 ** 3].map(bytesText), [
    '0 bytes',
    '512 bytes',
    '8 kB',
    '310 MB',
    '1.3 GB',
  ])
})

test('times need no more than two digits', () => {
  assert.deepEqual([0, 0.04, 0.31, 12.4, 250, 20_000].map(secondsText), [
    '< 0.1 s',
    '< 0.1 s',
    '0.3 s',
    '12 s',
    '4.2 min',
    '5.6 h',
  ])
})
