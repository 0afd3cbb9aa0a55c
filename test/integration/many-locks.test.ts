import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { jobsOf } from '../../src/migrations/jobs'
import { planOf } from '../../src/migrations/plan'
import { warnOfLocks } from '../../src/migrations/preflight/locks'
import type { Progress } from '../../src/migrations/progress'
import { type Step, sqlStep } from '../../src/schema/step'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import { type Variant, variants } from '../support/database'
import { graphOf, Mark, noSchema } from '../unit/migrations/build'

const made = (count: number): readonly Step[] =>
  Array.from({ length: count }, (_, i) => sqlStep(`CREATE TABLE t${i}`, { creates: `t${i}` }))

variants((variant: Variant) => {
  let db: Database
  let room: number
  beforeEach(async () => {
    db = toDatabase(await variant.open())
    const sql = `SELECT current_setting('max_locks_per_transaction')::int * (current_setting('max_connections')::int
      + current_setting('max_prepared_transactions')::int)`
    room = Number((await db.run(statement(sql))).rows[0]?.[0])
  })

  async function warned(first: readonly Step[], second: readonly Step[], together = false): Promise<unknown> {
    const graph = graphOf({
      'a.1': { operations: [new Mark({ name: 'x', up: first })] },
      'a.2': { dependencies: ['a.1'], operations: [new Mark({ name: 'y', up: second })] },
    })
    const migrations = ['a.1', 'a.2'].map((key) => planOf(graph, key, 'forwards'))
    const events: Progress[] = []
    const jobs = jobsOf({ direction: 'forwards', migrations }, noSchema, [])
    await warnOfLocks(db, jobs, { together }, (event) => events.push(event))
    return events.map((event) => event.kind === 'many-locks' && [event.name, event.locks])
  }

  test('new tables are counted by transaction', async () => {
    const half = Math.ceil(room / 12)
    assert.deepEqual(await warned(made(half), made(half)), [])
    assert.deepEqual(await warned([...made(2 * half), ...made(half)], []), [['1', 12 * half]])
    assert.deepEqual(await warned(made(half), [sqlStep('', { creates: 'other' }), ...made(half)]), [])
  })

  test('with --single-transaction they are counted together', async () => {
    const others = made(Math.ceil(room / 12)).map((step) => ({ ...step, creates: `other_${step.creates}` }))
    const all = await warned(made(Math.ceil(room / 12)), others, true)
    assert.deepEqual(all, [['1', 12 * Math.ceil(room / 12)]])
  })

  test('partitions count with their table', async () => {
    await db.script(`CREATE TABLE p (id bigint) PARTITION BY LIST (id);
      DO $$ BEGIN FOR i IN 1..9 LOOP EXECUTE 'CREATE TABLE p' || i || ' PARTITION OF p FOR VALUES IN (' || i || ')'; END LOOP; END $$`)
    const lock = sqlStep('', { locks: [{ table: 'p', mode: 'ACCESS EXCLUSIVE' }] })
    const tables = Math.floor(room / 6)
    assert.deepEqual(await warned(made(tables), []), [])
    assert.deepEqual(await warned([...made(tables), lock], []), [['1', tables * 6 + 10]])
  })
})
