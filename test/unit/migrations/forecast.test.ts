import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RelationSize } from '../../../src/backends/postgres/relation-sizes'
import { stepLines, totalLines } from '../../../src/cli/forecast-lines'
import type { StepForecast } from '../../../src/migrations/forecast/forecast'
import { forecast, relationsOf } from '../../../src/migrations/forecast/forecast'
import type { Job } from '../../../src/migrations/jobs'
import { jobsOf } from '../../../src/migrations/jobs'
import { planOf } from '../../../src/migrations/plan'
import type { Step } from '../../../src/schema/step'
import { codeStep, dataStep, fillStep, sqlStep } from '../../../src/schema/step'
import { graphOf, Mark, noSchema } from './build'

const MB = 1024 ** 2
const large: RelationSize = { rows: 1_000_000, bytes: 60 * MB, indexBytes: 40 * MB }

function jobs(up: readonly Step[]): readonly Job[] {
  const graph = graphOf({ 'a.1': { operations: [new Mark({ name: 'x', up })] } })
  return jobsOf({ direction: 'forwards', migrations: [planOf(graph, 'a.1', 'forwards')] }, noSchema, [])
}

function foreseen(up: readonly Step[], sizes: Record<string, RelationSize> = { t: large }): readonly StepForecast[] {
  return forecast(jobs(up), { sizes: new Map(Object.entries(sizes)) })
    .flat()
    .flatMap(({ steps }) => steps)
}

const change = (sql: string, effects: Partial<Step> = {}): Step =>
  sqlStep(sql, { locks: [{ table: 't', mode: 'ACCESS EXCLUSIVE' }], ...effects } as Parameters<typeof sqlStep>[1])

describe('a forecast', () => {
  test('says what a step locks, whom that keeps out, and for whom it waits', () => {
    const [one] = foreseen([change('ALTER TABLE t ADD x integer', { alone: true })])
    assert.deepEqual(one, {
      text: 'ALTER TABLE t ADD x integer',
      transaction: 'own',
      locks: [{ table: 't', mode: 'ACCESS EXCLUSIVE' }],
      blocks: 'everybody',
      work: [],
      seconds: [0, 0],
      waitsFor: [{ who: 'users', table: 't' }],
    })
    const [foreign] = foreseen([change('ADD', { locks: [{ table: 't', mode: 'SHARE ROW EXCLUSIVE' }] })])
    assert.deepEqual([foreign?.blocks, foreign?.waitsFor], ['writers', [{ who: 'writers', table: 't' }]])
  })

  test('goes by the size of the table, indexes included where they are built anew', () => {
    const both = { scans: ['t'], builds: ['t'], rewrites: ['t'] }
    const [rewritten, read] = foreseen([change('rewrite', both), change('read', { scans: ['t'] })])
    assert.deepEqual(rewritten?.work, [{ work: 'rewrite', table: 't', rows: 1_000_000, bytes: 60 * MB }])
    assert.deepEqual(
      [rewritten?.seconds, read?.seconds],
      [
        [2, 16],
        [0.1, 0.8],
      ],
    )
  })

  test('does not know how long a table takes that was never analyzed', () => {
    const unknown = { t: { rows: undefined, bytes: undefined, indexBytes: 0 } }
    assert.equal(foreseen([change('read', { scans: ['t'] })], unknown)[0]?.seconds, undefined)
  })

  test('leaves out what only the run knows, and everything in an empty database', () => {
    const made = [
      sqlStep('CREATE TABLE n ()', { creates: 'n' }),
      sqlStep('ALTER', { locks: [{ table: 'n', mode: 'ACCESS EXCLUSIVE' }] }),
    ]
    assert.deepEqual(foreseen(made), [])
    assert.deepEqual(foreseen([codeStep('code', async () => {})], {}), [])
  })

  test('keeps the size of a table that is renamed on the way', () => {
    const [, read] = foreseen([
      change('rename', { renames: { from: 't', to: 'u' } }),
      change('read', { scans: ['u'], locks: [{ table: 'u', mode: 'SHARE UPDATE EXCLUSIVE' }] }),
    ])
    assert.deepEqual([read?.blocks, read?.work[0]?.rows], ['nobody', 1_000_000])
  })

  test('waits for every snapshot before an index that is built beside the others', () => {
    const step = sqlStep('CREATE INDEX CONCURRENTLY i ON t (x)', {
      transactional: false,
      locks: [{ table: 't', mode: 'SHARE UPDATE EXCLUSIVE' }],
      builds: ['t'],
      index: { name: 'i', becomes: 'built' },
    })
    const [one] = foreseen([step])
    assert.deepEqual(
      [one?.transaction, one?.blocks, one?.waitsFor],
      ['none', 'nobody', [{ who: 'older transactions' }]],
    )
  })

  test('asks the catalog for all that is locked or gone through', () => {
    const fill = fillStep({ table: 'f', key: ['id'], set: 'a = 1', where: 'a IS NULL', missed: 'a IS NULL' })
    assert.deepEqual(relationsOf(jobs([change('x'), fill, change('y')])), ['t', 'f'])
  })
})

describe('a plan prints', () => {
  const lines = (up: readonly Step[]) => foreseen(up).flatMap((step) => stepLines(step, { whole: false }))

  test('below each step whom it concerns', () => {
    assert.deepEqual(lines([change('ALTER TABLE t\nADD x', { scans: ['t'], rewrites: ['t'], builds: ['t'] })]), [
      'ALTER TABLE t …',
      '  locks t (ACCESS EXCLUSIVE), readers and writers wait for it; rewrites t (1 M rows, 60 MB); 2 s to 16 s; it waits for users of t',
    ])
    assert.deepEqual(lines([codeStep('addFilms', async () => {})]), [
      'addFilms',
      '  its locks are not known: what its code does',
    ])
    const data = dataStep({
      label: 'rate',
      table: 't',
      key: ['id'],
      size: 500,
      count: async () => 1,
      run: async () => {},
    })
    assert.deepEqual(lines([data]), [
      'rate',
      '  locks t (ROW EXCLUSIVE), its other locks are not known: what else its code does; changes rows of t (1 M rows, 60 MB); 500 rows at a time; 5 s to 40 s',
    ])
  })

  test('of SQL of the user what is known, and what is not', () => {
    const one = sqlStep('GRANT', { locks: [] })
    const two = sqlStep('UPDATE', { locks: [{ table: 't', mode: 'ROW EXCLUSIVE' }], writesRows: true })
    const three = sqlStep('DO', { locks: undefined })
    const foreseen = new Map([
      [one, {}],
      [two, { unknown: { of: 'work', why: 'how many rows of t it goes through' } as const }],
      [three, { unknown: { of: 'locks', why: 'what a DO block does' } as const }],
    ])
    const known = { sizes: new Map([['t', large]]), foreseen }
    const steps = forecast(jobs([one, two, three]), known)
      .flat()
      .flatMap(({ steps: each }) => each)
    assert.deepEqual(
      steps.map((step) => stepLines(step, { whole: false })[1]?.trim()),
      [
        'locks nothing that others use',
        'locks t (ROW EXCLUSIVE), those who write its rows wait for it; not known: how many rows of t it goes through',
        'its locks are not known: what a DO block does',
      ],
    )
    assert.deepEqual(
      steps.map(({ seconds }) => seconds),
      [[0, 0], undefined, undefined],
    )
    // In use, though the plan names no table of it.
    assert.equal(forecast(jobs([three]), { sizes: new Map(), foreseen, inUse: true }).flat()[0]?.steps.length, 1)
    assert.equal(forecast(jobs([three]), { sizes: new Map(), foreseen }).flat()[0]?.steps.length, 0)
  })

  test('how long it all takes, and who is in the way', () => {
    const steps = foreseen([change('read', { scans: ['t'] }), codeStep('addFilms', async () => {})])
    const operation = { description: 'Mark x', detail: undefined, irreversible: false, steps }
    const planned = [{ app: 'a', name: '1', direction: 'forwards', operations: [operation] }] as const
    const blocker = {
      pid: 7,
      user: 'ann',
      applicationName: 'report',
      state: 'active',
      ageMs: 2500,
      query: 'SELECT',
      kind: 'session',
    } as const
    assert.deepEqual(totalLines(planned, [blocker]), [
      'Estimated time: 0.1 s to 0.8 s, and what 1 of 2 steps take, which is not known',
      'In the way now: process 7 (report, ann, active, for 2.5 s, SELECT)',
    ])
  })
})
