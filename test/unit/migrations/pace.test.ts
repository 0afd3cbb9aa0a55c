import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { batchText, seenLines } from '../../../src/cli/batch-lines'
import { paced, tooMuch } from '../../../src/migrations/batched/pace'
import type { Connection, Rows } from '../../../src/sql/connection'

test('a server is left alone while a replica is behind, or as many are at work as one has said', () => {
  assert.equal(tooMuch({ lagMs: 9000, active: 500 }, {}), undefined)
  assert.equal(tooMuch({ lagMs: 11_000, active: 0 }, {}), 'a replica is more than 10 s behind')
  assert.equal(tooMuch({ lagMs: 11_000, active: 0 }, { maxLagMs: 20_000 }), undefined)
  assert.equal(tooMuch({ lagMs: 0, active: 6 }, { maxActive: 5 }), 'more than 5 sessions are at work')
})

test('a batch waits until it is better, says why once, and asks at most once a second', async () => {
  const loads = [
    [0, 9],
    [0, 8],
    [0, 1],
  ]
  let asked = 0
  const db = { run: async () => rowsOf(loads[Math.min(asked++, 2)] ?? []) } as unknown as Connection
  const said: string[] = []
  const before = paced(db, { maxActive: 5 }, (why) => said.push(why))
  await before()
  await before()
  assert.deepEqual([asked, said], [3, ['more than 5 sessions are at work']])
})

function rowsOf(row: readonly unknown[]): Rows {
  return { columns: [], rows: [row], count: 1 }
}

describe('batches are told', () => {
  const batch = {
    kind: 'batch',
    table: 'shop_book',
    rows: 120_000,
    rowsNow: 20_000,
    total: 1_200_000,
    ms: 2500,
  } as const

  test('with the share, the speed of this run, and the time that is left', () => {
    assert.equal(batchText(batch), '120 k of 1.2 M rows of shop_book (10 %), 8000 a second, 2.3 min left')
  })

  test('without what nobody knows', () => {
    assert.equal(batchText({ ...batch, total: undefined }), '120 k rows of shop_book, 8000 a second')
    assert.equal(batchText({ ...batch, total: 100_000 }), '120 k rows of shop_book, 8000 a second')
  })

  test('with what a first one was seen to do', () => {
    assert.deepEqual(seenLines({ kind: 'reads-all', sql: 'UPDATE a\n SET b', table: 'a', rows: 20_000 }), [
      'Every batch reads all of a (20000 rows): an index is missing for UPDATE a SET b',
    ])
    assert.deepEqual(seenLines({ kind: 'analyzed', sql: 'UPDATE a', text: 'Update on a\n  cost' }), [
      'Run and rolled back: UPDATE a',
      '  Update on a',
      '    cost',
    ])
  })
})
