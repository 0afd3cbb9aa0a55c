import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { History } from '../../../src/migrations/history'
import { targetOf } from '../../../src/migrations/relative-target'
import { type Files, failure, graphOf, migrationsOf, recordsOf } from './build'

/** `zero`, `head` or the name of what the text means in the app `a`. */
function meant(text: string, files: Files, applied: string, lost: Files = {}): string {
  const keys = applied === '' ? [] : applied.split(' ').map((name) => `a.${name}`)
  const graph = graphOf(files, { applied: keys })
  const target = targetOf(text, 'a', graph, History.of(graph, recordsOf(keys)), migrationsOf(lost))
  if (target.kind === 'migration') return target.name
  return target.kind === 'app' ? 'head' : target.kind
}

const LINE: Files = { 'a.1_one': [], 'a.2_two': ['a.1_one'], 'b.1': ['a.2_two'], 'a.3_three': ['a.2_two', 'a.1_one'] }

describe('steps along a line', () => {
  const cases: readonly (readonly [text: string, applied: string, meant: string])[] = [
    ['zero', '1_one', 'zero'],
    ['head', '1_one', 'head'],
    ['2', '', '2'],
    ['+1', '', '1_one'],
    ['+1', '1_one', '2_two'],
    ['+2', '1_one', '3_three'],
    ['-1', '1_one 2_two', '1_one'],
    ['-1', '1_one', 'zero'],
    ['-2', '1_one 2_two', 'zero'],
    ['+0', '1_one', '1_one'],
    ['2_two+1', '', '3_three'],
    ['2~1', '1_one 2_two 3_three', '1_one'],
    ['1~1', '', 'zero'],
    ['head~1', '', '2_two'],
    ['zero+2', '1_one 2_two 3_three', '2_two'],
  ]
  for (const [text, applied, expected] of cases) {
    test(`${text} where ${applied || 'nothing'} is applied: ${expected}`, () => {
      assert.equal(meant(text, LINE, applied), expected)
    })
  }
})

test('a dependency on another app that leads back into the first one is no branch', () => {
  const files: Files = { 'a.1': [], 'a.2': ['a.1', 'b.1'], 'b.1': ['a.1'] }
  assert.equal(meant('+1', files, '1'), '2')
})

const FORKED: Files = { 'a.1': [], 'a.2x': ['a.1'], 'a.2y': ['a.1'], 'a.3': ['a.2x', 'a.2y'], 'a.4': ['a.3'] }

describe('branches that come side by side', () => {
  test('are refused with their names, whichever side one comes from', () => {
    const isRefused = failure('plan.not-a-line', { app: 'a', names: ['2x', '2y'] })
    for (const [text, applied] of [
      ['+1', '1'],
      ['+3', '1'],
      ['+1', '1 2x'],
      ['-2', '1 2x 2y 3'],
      ['2x+1', ''],
      ['head~2', ''],
    ] as const) {
      assert.throws(() => meant(text, FORKED, applied), isRefused, text)
    }
  })

  test('do not disturb where they are not met', () => {
    assert.equal(meant('+1', FORKED, '1 2x 2y 3'), '4')
    assert.equal(meant('-1', FORKED, '1 2x 2y 3 4'), '3')
    assert.equal(meant('-1', FORKED, '1'), 'zero')
  })

  test('that nobody has joined are a conflict', () => {
    assert.throws(() => meant('+1', { 'a.1': [], 'a.2x': ['a.1'], 'a.2y': ['a.1'] }, '1'), failure('graph.conflict'))
  })
})

describe('migrations whose files are gone', () => {
  const lost: Files = { 'a.3_lost': ['a.2_two'], 'a.4_lost': ['a.3_lost'] }
  const files: Files = { 'a.1_one': [], 'a.2_two': ['a.1_one'] }

  test('are steps on the way back', () => {
    assert.equal(meant('-1', files, '1_one 2_two 3_lost 4_lost', lost), '3_lost')
    assert.equal(meant('-2', files, '1_one 2_two 3_lost 4_lost', lost), '2_two')
    assert.equal(meant('-4', files, '1_one 2_two 3_lost 4_lost', lost), 'zero')
    assert.equal(meant('-1', {}, '3_lost', { 'a.3_lost': [] }), 'zero')
  })

  test('have what is not applied beside them in nobody’s way', () => {
    const other: Files = { ...files, 'a.3_other': ['a.2_two'] }
    assert.equal(meant('-1', other, '1_one 2_two 3_lost', lost), '2_two')
    assert.equal(meant('+1', other, '1_one 2_two 3_lost', lost), '3_other')
  })

  test('are no line with what is applied beside them', () => {
    const other: Files = { ...files, 'a.3_other': ['a.2_two'] }
    const isRefused = failure('plan.not-a-line', { names: ['3_lost', '3_other'] })
    assert.throws(() => meant('-1', other, '1_one 2_two 3_lost 3_other', lost), isRefused)
  })
})

describe('more steps than there are', () => {
  const cases: readonly (readonly [text: string, applied: string, from: string | undefined, available: number])[] = [
    ['+3', '1_one', '1_one', 2],
    ['+4', '', undefined, 3],
    ['+1', '1_one 2_two 3_three', '3_three', 0],
    ['-2', '1_one', '1_one', 1],
    ['-1', '', undefined, 0],
    ['head+1', '', '3_three', 0],
  ]
  for (const [text, applied, from, available] of cases) {
    test(`${text} where ${applied || 'nothing'} is applied`, () => {
      assert.throws(() => meant(text, LINE, applied), failure('plan.too-far', { from, available }))
    })
  }
})

describe('squashed migrations', () => {
  const files: Files = {
    'a.1': [],
    'a.2': ['a.1'],
    'a.1_squashed_2': { replaces: ['a.1', 'a.2'] },
    'a.3': ['a.2'],
  }

  test('are one step where they are applied', () => {
    assert.equal(meant('-1', files, '1 2 1_squashed_2'), 'zero')
    assert.equal(meant('+1', files, '1 2 1_squashed_2'), '3')
  })

  test('are as many as they replace where one of these is named', () => {
    assert.equal(meant('2~1', files, '1 2 1_squashed_2'), '1')
    assert.equal(meant('2+1', files, ''), '3')
  })
})

test('a migration that is applied and has no file is none', () => {
  assert.throws(() => meant('4_four', LINE, '1_one 4_four'), failure('history.missing-file'))
})

test('an app without migrations, and a name that there is not', () => {
  assert.throws(() => meant('+1', { 'b.1': [] }, ''), failure('graph.no-migrations'))
  assert.throws(() => meant('7+1', LINE, ''), failure('graph.unknown-migration'))
})
