import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineOfFailure } from '../../../src/migrations/line-of-failure'

const file = '/shop/apps/movies/migrations/0002_fill.ts'

function failedAt(...frames: readonly string[]): Error {
  return Object.assign(new Error('no'), {
    stack: ['Error: no', ...frames.map((frame) => `    at ${frame}`)].join('\n'),
  })
}

test('the line is that of the innermost frame in the file', () => {
  const frames = ['slug (/shop/slugs.ts:3:1)', `fill (${file}:8:15)`, `async run (${file}:12:3)`]
  assert.equal(lineOfFailure(failedAt(...frames), file), 8)
})

test('folders are written as the machine does', () => {
  const windows = `C:${file.replaceAll('/', '\\')}`
  assert.equal(lineOfFailure(failedAt(`fill (${windows}:8:15)`), windows), 8)
  assert.equal(lineOfFailure(failedAt(`fill (${windows}:8:15)`), windows.replaceAll('\\', '/')), 8)
  assert.equal(lineOfFailure(failedAt(`fill (file://${file}:8:15)`), file), 8)
})

test('without such a frame there is none', () => {
  assert.equal(lineOfFailure(failedAt('fill (/shop/other.ts:8:15)', `fill (${file})`), file), undefined)
  assert.equal(lineOfFailure('no', file), undefined)
})
