import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMet, type Pair, stallSection } from '../../../bench/stall/report'

const pair = (naive: number, online: number, failures: readonly string[] = []): Pair => ({
  name: 'a change',
  naive: { total: naive, reader: naive, writer: 1, failures: [] },
  online: { total: 5, reader: 2, writer: online, failures },
})

test('a stall is short, or a tenth of that of the plain statement, and ends nobody’s statement', () => {
  assert.ok(isMet(pair(60, 50)))
  assert.ok(isMet(pair(1000, 100)))
  assert.ok(!isMet(pair(1000, 101)))
  assert.ok(!isMet(pair(1000, 10, ['deadlock detected'])))
})

test('the table has both, their ratio and the verdict', () => {
  const { key, lines } = stallSection([pair(1000, 20), pair(100, 90)], 'On a machine.')
  assert.equal(key, 'stall')
  assert.match(lines[2] ?? '', /^\| a change \| +1000 \| +1000 \| +1 \| +5 \| +2 \| +20 \| 0\.020 \| met +\|$/)
  assert.match(lines[3] ?? '', /missed/)
  assert.ok(lines.some((line) => line.includes('met 1 of 2 times')))
})
