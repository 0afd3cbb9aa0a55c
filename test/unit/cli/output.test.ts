import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toJson, wantsColor } from '../../../src/cli/output'
import { recorder } from './recorder'

describe('colour is', () => {
  const tty = { isTTY: true, write: () => undefined }
  const pipe = { write: () => undefined }
  const cases: readonly (readonly [string, Parameters<typeof wantsColor>, boolean])[] = [
    ['used in a terminal', [{ stdout: tty, env: {} }], true],
    ['not used in a pipe', [{ stdout: pipe, env: {} }], false],
    ['refused by NO_COLOR', [{ stdout: tty, env: { NO_COLOR: '1' } }], false],
    ['not refused by an empty NO_COLOR', [{ stdout: tty, env: { NO_COLOR: '' } }], true],
    ['forced by FORCE_COLOR', [{ stdout: pipe, env: { FORCE_COLOR: '1' } }], true],
    ['refused by FORCE_COLOR=0', [{ stdout: tty, env: { FORCE_COLOR: '0' } }], false],
    ['refused by NO_COLOR before FORCE_COLOR', [{ stdout: tty, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }], false],
    ['refused by --no-color before all', [{ stdout: tty, env: { FORCE_COLOR: '1' } }, false], false],
    ['not used in a terminal that has none', [{ stdout: tty, env: { TERM: 'dumb' } }], false],
  ]
  for (const [claim, given, expected] of cases) test(claim, () => assert.equal(wantsColor(...given), expected))
})

test('a style has escape codes only with colour', () => {
  assert.equal(recorder().out.style.heading('x'), 'x')
  assert.ok(recorder({ color: true }).out.style.heading('x').startsWith('\u001b['))
})

test('results go to stdout, warnings and errors to stderr', () => {
  const { out, printed } = recorder()
  out.line('result')
  out.warn('careful')
  out.error('wrong')
  assert.deepEqual(printed, { stdout: 'result\n', stderr: 'careful\nwrong\n' })
})

test('-v 0 silences what is only information', () => {
  const { out, printed } = recorder({ verbosity: 0 })
  out.info('progress')
  out.line('result')
  out.warn('careful')
  assert.deepEqual(printed, { stdout: 'result\n', stderr: 'careful\n' })
})

test('what JSON has no word for is still printed', () => {
  const value = { n: 1n, map: new Map([['a', 1]]), set: new Set([1]), bytes: new Uint8Array([255]), gone: undefined }
  assert.deepEqual(JSON.parse(toJson(value)), { n: '1', map: { a: 1 }, set: [1], bytes: 'ff' })
  assert.deepEqual(JSON.parse(toJson({ cause: new Error('why') })), { cause: { message: 'why' } })
})
