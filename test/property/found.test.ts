import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Bench } from '../support/bench'
import { checkHistory } from '../support/history/check-history'
import { historyOf } from '../support/history/written'
import { onlyPglite, realServer } from '../support/servers'
import { found } from './found'

describe('a history that once did not hold', { skip: onlyPglite && 'needs a real server' }, () => {
  let bench: Bench
  before(async () => {
    bench = await Bench.open(await realServer())
  })
  after(() => bench.close())

  for (const { name, states, renames } of found) {
    test(name, async () => {
      const history = historyOf(states, renames)
      for (const hinted of [true, false]) {
        assert.equal(await checkHistory(bench, { history, hinted }), 'done')
        for (const rows of [1, 2]) await checkHistory(bench, { history, hinted, rows })
      }
    })
  }
})
