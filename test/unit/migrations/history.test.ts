import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MigrationGraph } from '../../../src/migrations/graph'
import { History } from '../../../src/migrations/history'
import { type Files, graphOf, recordsOf } from './build'

const FILES: Files = { 'a.1': [], 'a.2': ['a.1'], 'b.1': ['a.2'], 'b.2': ['b.1'] }

function historyOf(graph: MigrationGraph, applied: readonly string[]): History {
  return History.of(graph, recordsOf(applied))
}

const keys = (all: readonly { readonly app: string; readonly name: string }[]): readonly string[] =>
  all.map(({ app, name }) => `${app}.${name}`)

describe('applied', () => {
  test('is what has a record, in the order of the graph', () => {
    assert.deepEqual([...historyOf(graphOf(FILES), ['b.1', 'a.2', 'a.1', 'gone.1']).applied], ['a.1', 'a.2', 'b.1'])
  })

  const squashed: Files = { ...FILES, 'a.12': { replaces: ['a.1', 'a.2'] } }
  const cases: readonly (readonly [records: string, applied: string, unrecorded: string])[] = [
    ['a.1 a.2', 'a.12', 'a.12'],
    ['a.1 a.2 a.12', 'a.12', ''],
    ['a.12', '', ''],
    ['a.1 a.12', 'a.1', ''],
    ['a.1 a.2 b.1', 'a.12 b.1', 'a.12'],
  ]
  for (const [records, applied, unrecorded] of cases) {
    test(`with a squashed migration and records of ${records}: ${applied || 'nothing'}`, () => {
      const all = records.split(' ')
      const history = historyOf(graphOf(squashed, { applied: all }), all)
      assert.equal([...history.applied].join(' '), applied)
      assert.equal(keys(history.unrecorded).join(' '), unrecorded)
    })
  }

  test('of a twice squashed migration is what the originals are', () => {
    const twice: Files = { ...squashed, 'b.all': { replaces: ['a.12', 'b.1'] } }
    const records = ['a.1', 'a.2', 'b.1']
    const history = historyOf(graphOf(twice, { applied: records }), records)
    assert.deepEqual([...history.applied], ['b.all'])
    assert.deepEqual(keys(history.unrecorded), ['a.12', 'b.all'])
  })
})

describe('a consistent history', () => {
  const consistent = ['', 'a.1', 'a.1 a.2', 'a.2 a.1', 'a.1 a.2 b.1', 'lost.1']
  for (const applied of consistent) {
    test(`is that of ${applied || 'nothing'}`, () => historyOf(graphOf(FILES), applied.split(' ')).refuseInconsistent())
  }

  test('has the dependencies of all that is applied', () => {
    const history = History.of(graphOf(FILES), recordsOf(['a.1', 'b.1']), { database: 'archive' })
    assert.throws(() => history.refuseInconsistent(), {
      code: 'history.inconsistent',
      message: "Migration b.1 is applied before its dependency a.2 on database 'archive'.",
    })
  })

  test('takes a squashed dependency for applied if all that it replaces is', () => {
    const squashed: Files = { 'a.12': { replaces: ['a.1', 'a.2'] }, 'b.1': ['a.12'] }
    const records = ['a.1', 'a.2', 'b.1']
    historyOf(graphOf(squashed, { applied: records }), records).refuseInconsistent()
  })
})

test('records without a file are known, those of replaced names are not among them', () => {
  const graph = graphOf({ 'a.12': { replaces: ['a.1', 'a.2'] } }, { applied: ['a.1', 'a.2'] })
  assert.deepEqual(keys(historyOf(graph, ['a.1', 'a.2', 'a.9', 'lost.1']).missing), ['a.9', 'lost.1'])
})

test('records of a file that has changed are known', () => {
  const origins = new Map(['a.1', 'a.2', 'b.1'].map((key) => [key, { file: `${key}.ts`, checksum: `${key} now` }]))
  const records = recordsOf(['a.1', 'a.2', 'b.1'], { 'a.1': 'a.1 now', 'a.2': 'a.2 then' })
  assert.deepEqual(keys(History.of(graphOf(FILES, { origins }), records).edited), ['a.2'])
})
