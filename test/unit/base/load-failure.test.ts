import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compilerHint, loadFailureReason, namedInFailure } from '../../../src/base/load-failure'

describe('why a file did not load', () => {
  const cases: readonly (readonly [by: string, given: Error, reason: string, named: string | undefined])[] = [
    ['swc', new TypeError('(0 , _strataorm.CharFeld) is not a function'), 'CharFeld is not a function', 'CharFeld'],
    [
      'esbuild',
      new TypeError('(0, import_strata_orm.CharFeld) is not a function'),
      'CharFeld is not a function',
      'CharFeld',
    ],
    [
      'TypeScript',
      new TypeError('strata_orm_1.AdField is not a constructor'),
      'AdField is not a constructor',
      'AdField',
    ],
    ['anybody', new ReferenceError('CharField is not defined'), 'CharField is not defined', 'CharField'],
    [
      'Node',
      new Error("Cannot find module '../x'\nRequire stack:\n- /p/apps/shop/models.ts\n- /p/settings.js"),
      "Cannot find module '../x'",
      '../x',
    ],
    ['the file itself', new Error('not today'), 'not today', undefined],
  ]
  for (const [by, given, reason, named] of cases) {
    test(`in the words of the file, as ${by} says it`, () => {
      assert.equal(loadFailureReason(given), reason)
      assert.equal(namedInFailure(given), named)
    })
  }

  test('the compiler is asked where it would have known', () => {
    assert.match(compilerHint(new ReferenceError('x is not defined')) ?? '', /tsc --noEmit/)
    assert.equal(compilerHint(new Error('not today')), undefined)
  })
})
