import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { rulesOf } from './lint-row'
import { safe } from './safe'
import { unsafe } from './unsafe'

describe('the linter finds, of what is done at once, exactly', () => {
  for (const row of [...unsafe, ...safe]) {
    test(`${row.id} ${row.title}: ${row.findings.join(' ') || 'nothing'}`, async () => {
      assert.deepEqual(await rulesOf(row, 'direct'), row.findings.toSorted())
    })
  }
})

describe('the linter finds, of what migrate does by itself, what is left', () => {
  for (const row of [...unsafe, ...safe]) {
    const { online } = row
    if (online === undefined) continue
    test(`${row.id} ${row.title}: ${online.join(' ') || 'nothing'}`, async () => {
      assert.deepEqual(await rulesOf(row, 'online'), online.toSorted())
    })
  }
})
