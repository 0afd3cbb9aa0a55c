import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isUncertain, settled } from '../../../src/migrations/begun-step'
import type { Job } from '../../../src/migrations/jobs'
import { withFinished } from '../../../src/migrations/jobs'
import { planOf } from '../../../src/migrations/plan'
import type { JournalEntry } from '../../../src/migrations/records'
import { codeStep, fillStep, sqlStep } from '../../../src/schema/step'
import { failure, graphOf, Mark } from './build'

const ownSql = sqlStep('VACUUM', { transactional: false, locks: undefined })
const ours = sqlStep('CREATE INDEX CONCURRENTLY i ON t (a)', {
  transactional: false,
  locks: [],
  index: { name: 'i', becomes: 'built' },
})

test('only what a user wrote can be in doubt', () => {
  assert.ok(isUncertain(ownSql))
  assert.ok(isUncertain(codeStep('fill', async () => {})))
  assert.ok(!isUncertain(ours))
  assert.ok(!isUncertain(fillStep({ table: 't', key: ['id'], set: 'a = 1', where: 'a IS NULL', missed: 'a IS NULL' })))
})

describe('a step that a run was cut off in', () => {
  const operation = new Mark({ name: 'A', up: [ours, ownSql] })
  const planned = planOf(graphOf({ 'a.1': { operations: [operation] } }), 'a.1', 'forwards')
  const entry = (step: number, finished: boolean): JournalEntry => ({
    app: 'a',
    name: '1',
    direction: 'forwards',
    step,
    digest: '',
    finished,
  })
  const job = (...journal: readonly JournalEntry[]): Job => ({
    planned,
    work: [{ place: 1, operation, steps: [ours, ownSql] }],
    journal,
    choices: undefined,
  })

  test('is a question for a person, with the commands that answer it', () => {
    assert.throws(() => settled(job(entry(2, false)), undefined, 'archive'), {
      code: 'migrate.begun-step',
      message:
        'a.1, operation 1 of 1, "Mark A": an earlier run was cut off in it, outside any transaction, so that only a look at the database tells whether it is done.',
      hint: "Nothing was run. If it is done: 'migrate --resume --database archive --begun done'. If it is not: 'migrate --resume --database archive --begun again'.",
    })
    const facts = { step: 2, sql: 'VACUUM', operation: 1 }
    assert.throws(() => settled(job(entry(2, false)), undefined, undefined), failure('migrate.begun-step', facts))
  })

  test('counts as finished if a person says so', () => {
    const one = job(entry(1, true), entry(2, false))
    assert.deepEqual(settled(one, 'done', undefined), [entry(2, true)])
    assert.deepEqual(withFinished(one, settled(one, 'done', undefined)).journal, [entry(1, true), entry(2, true)])
    assert.deepEqual(settled(one, 'again', undefined), [])
  })

  test('is none if it is finished, or one of ours', () => {
    assert.deepEqual(settled(job(entry(1, false), entry(2, true)), undefined, undefined), [])
  })
})
