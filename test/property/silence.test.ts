import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Bench } from '../support/bench'
import { checkSilence, type Heard } from '../support/history/check-silence'
import { histories } from '../support/history/history'
import { textOf } from '../support/history/written'
import { onlyPglite, realServer } from '../support/servers'

const runs = Number(process.env.STRATA_RUNS ?? 60)
const seed = Number(process.env.STRATA_SEED ?? 7)

/** What the linter finds nothing about can be migrated beside the release before, which does not notice. */
test(`${runs} random histories, STRATA_SEED=${seed}`, { skip: onlyPglite && 'needs a real server' }, async (t) => {
  const bench = await Bench.open(await realServer())
  const heard: Heard = { silent: 0, found: 0 }
  try {
    const postgres = Math.floor(bench.db.serverVersion / 10_000)
    // The fewer edits, the more often there is nothing to find.
    const all = fc.record({ history: histories(postgres, 1), rows: fc.nat(10_000) })
    for (const { history, rows } of fc.sample(all, { seed, numRuns: runs })) {
      await checkSilence(bench, history, rows, heard).catch((error: Error) => {
        throw new Error(`${error.message}\n\n${textOf(history)}`, { cause: error })
      })
    }
  } finally {
    await bench.close()
  }
  t.diagnostic(`${heard.silent} steps that nothing is found about, ${heard.found} others`)
  assert.ok(heard.silent > runs / 6, 'some steps are looked at')
})
