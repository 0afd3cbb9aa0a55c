import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { test } from 'node:test'
import { runHistories } from '../support/history/many-histories'
import { onlyPglite, realServer } from '../support/servers'

const runs = Number(process.env.STRATA_RUNS ?? 300)
// The same histories in every run of the suite; `npm run test:properties` looks for others.
const seed = Number(process.env.STRATA_SEED ?? 7)

/**
 * Projects of every kind of model, field, relation, index and constraint, changed in one to three steps, go through a
 * database forwards and back, at once or beside readers and writers. At each step: the database holds what a fresh one would, names included, and all values
 * that it held; nothing is left to detect; the written files say what was made; the order of the apps is of no matter.
 */
test(`${runs} random histories, STRATA_SEED=${seed}`, { skip: onlyPglite && 'needs a real server' }, async (t) => {
  const workers = availableParallelism() + 1
  const { done, refused, unsupported } = await runHistories(await realServer(), { seed, runs, workers })
  t.diagnostic(`${done} there and back, ${refused} that their rows would not have, ${unsupported} unsupported`)
  assert.equal(done + refused + unsupported, runs)
  assert.ok(done > runs / 2, 'most histories go all the way')
})
