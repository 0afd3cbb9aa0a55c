import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { StrataError } from '../../../src/base/errors'
import { exitCodeOf, reportError, UsageError } from '../../../src/cli/exit'
import { NoAnswerError, PromptCancelledError } from '../../../src/cli/prompter'
import { recorder } from './recorder'

const failure = new StrataError({
  code: 'database.unreachable',
  message: 'Cannot reach it.',
  hint: 'Start it.',
  facts: { database: 'x' },
})

describe('the exit code of', () => {
  const cases: readonly (readonly [string, unknown, number])[] = [
    ['a failure is 1', failure, 1],
    ['a bug is 1', new TypeError('x is undefined'), 1],
    ['a thrown value is 1', 'text', 1],
    ['a wrong command line is 2', new UsageError('unknown-option', 'unknown option'), 2],
    ['an unknown app is 2', new StrataError({ code: 'apps.unknown', message: 'no app' }), 2],
    ['a question that --noinput met is 3', new StrataError({ code: 'makemigrations.needs-answer', message: '' }), 3],
    ['a person who quits is 3', new StrataError({ code: 'makemigrations.quit', message: '' }), 3],
    ['a cancelled question is 3', new PromptCancelledError(), 3],
    ['a question without an answer is 3', new NoAnswerError('Was it?'), 3],
  ]
  for (const [claim, error, code] of cases) test(claim, () => assert.equal(exitCodeOf(error), code))
})

test('an error is one block on stderr: what, what next, its code', () => {
  const { out, printed } = recorder()
  assert.equal(reportError(failure, out, {}), 1)
  assert.deepEqual(printed, { stdout: '', stderr: 'Error: Cannot reach it.\n  Start it.  [database.unreachable]\n' })
})

test('an error without a hint has its code behind the sentence', () => {
  const { out, printed } = recorder()
  reportError(new StrataError({ code: 'a.b', message: 'It is so' }), out, {})
  assert.equal(printed.stderr, 'Error: It is so  [a.b]\n')
})

test('an error that came of another one has the codes of both, but for what PostgreSQL reports', () => {
  for (const [facts, codes] of [[{}, 'a.b, c.d'] as const, [{ sqlstate: '42P01' }, 'a.b'] as const]) {
    const { out, printed } = recorder()
    const cause = new StrataError({ code: 'c.d', message: 'so', facts })
    reportError(new StrataError({ code: 'a.b', message: 'It is so', cause }), out, {})
    assert.equal(printed.stderr, `Error: It is so  [${codes}]\n`)
  }
})

test('file, operation, SQL and detail are shown, unless the sentence has them', () => {
  const facts = { file: 'apps/a/0001.ts', operation: 'Create model A', sql: 'SELECT\n  1', detail: '', other: 1 }
  const { out, printed } = recorder()
  reportError(new StrataError({ code: 'a.b', message: 'apps/a/0001.ts failed', facts }), out, {})
  assert.equal(
    printed.stderr,
    'Error: apps/a/0001.ts failed\n  Operation: Create model A\n  SQL: SELECT\n      1  [a.b]\n',
  )
})

test('paths below the current folder are printed as one would type them there', () => {
  const { out, printed } = recorder()
  reportError(new StrataError({ code: 'a.b', message: 'see /home/me/shop/apps/a.ts' }), out, { cwd: '/home/me/shop' })
  assert.equal(printed.stderr, 'Error: see apps/a.ts  [a.b]\n')
})

test('--json prints the error as data on stdout', () => {
  const { out, printed } = recorder()
  reportError(failure, out, { json: true })
  assert.equal(printed.stderr, '')
  assert.deepEqual(JSON.parse(printed.stdout), {
    error: {
      code: 'database.unreachable',
      message: 'Cannot reach it.',
      hint: 'Start it.',
      facts: { database: 'x' },
    },
  })
})

test('--traceback adds the stack, with the causes', () => {
  const { out, printed } = recorder()
  reportError(new StrataError({ code: 'a.b', message: 'outer', cause: new Error('inner') }), out, { traceback: true })
  assert.match(printed.stderr, /^Error: outer {2}\[a\.b\]\nStrataError: outer\n {4}at /)
  assert.match(printed.stderr, /\nCaused by: Error: inner\n {4}at /)
})

test('an error of our own making says that it is a bug, with the stack', () => {
  const { out, printed } = recorder()
  reportError(new TypeError('x is undefined'), out, {})
  assert.match(printed.stderr, /^Error: x is undefined\n {2}This is a bug in strata-orm.*\[internal\]\nTypeError: x is/)
})
