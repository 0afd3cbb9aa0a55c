import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strata } from '../../../src/cli/bin'

test('strata tells its version', () => {
  assert.match(strata(['--version']).text, /^\d+\.\d+\.\d+\n$/)
})

test('strata without arguments helps', () => {
  assert.deepEqual(strata([]), strata(['--help']))
  assert.equal(strata([]).exitCode, 0)
})

test('strata sends commands of a project to its manage.ts', () => {
  const { text, exitCode } = strata(['migrate', 'movies'])
  assert.equal(exitCode, 2)
  assert.match(text, /npx ts-node manage\.ts migrate movies/)
})
