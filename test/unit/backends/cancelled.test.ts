import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCancelled } from '../../../src/backends/postgres/cancelled'
import { DatabaseError } from '../../../src/backends/postgres/database-error'

const byUser = 'canceling statement due to user request'
const byTimeout = 'canceling statement due to statement timeout'
const german = 'storniere Anfrage'

for (const [message, tookMs, timeoutMs, expected] of [
  [byUser, 900, 500, true],
  [byTimeout, 900, 0, false],
  [german, 900, 0, true],
  [german, 400, 500, true],
  [german, 500, 500, false],
] as const) {
  test(`"${message}" after ${tookMs} ms with a timeout of ${timeoutMs} is ${expected ? '' : 'not '}a person's`, () => {
    assert.equal(isCancelled(new DatabaseError({ code: '57014', message }, ''), tookMs, timeoutMs), expected)
  })
}

test('a lock timeout is none, whatever it says', () => {
  assert.equal(isCancelled(new DatabaseError({ code: '55P03', message: byUser }, ''), 1, 0), false)
})
