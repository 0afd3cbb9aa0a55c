import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { batches } from '../../../src/migrations/batches'
import { planOf } from '../../../src/migrations/plan'
import { stepDigest } from '../../../src/migrations/records'
import { steps } from '../../../src/migrations/steps'
import type { Step } from '../../../src/schema/step'
import { codeStep, sqlStep } from '../../../src/schema/step'
import { failure, graphOf, Mark, noSchema } from './build'

const GRAPH = graphOf({
  'a.1': { operations: [new Mark({ name: 'A' })] },
  'a.2': { dependencies: ['a.1'], operations: [new Mark({ name: 'B' }), new Mark({ name: 'C' })] },
})

const sql = (step: Step): string => (step.kind === 'sql' ? step.sql : `code ${step.label}`)

describe('steps', () => {
  const cases = [
    ['forwards', [1, 'up B 1 to 2'], [2, 'up C 2 to 3']],
    ['backwards', [2, 'down C 3 to 2'], [1, 'down B 2 to 1']],
  ] as const
  for (const [direction, ...expected] of cases) {
    test(`${direction} stand between the states of their operation`, () => {
      const work = steps(planOf(GRAPH, 'a.2', direction), noSchema)
      assert.deepEqual(
        work.map(({ place, steps }) => [place, ...steps.map(sql)]),
        expected,
      )
    })
  }

  test('that an operation cannot say name its place', () => {
    class Stuck extends Mark {
      override forwards(): readonly Step[] {
        throw new Error('no way')
      }
    }
    const graph = graphOf({ 'a.1': { operations: [new Mark({ name: 'A' }), new Stuck({ name: 'B' })] } })
    assert.throws(() => steps(planOf(graph, 'a.1', 'forwards'), noSchema), {
      code: 'migration.steps',
      message: 'a.1: operation 2 of 2, "Mark B", does not work: no way',
    })
    assert.throws(() => steps(planOf(graph, 'a.1', 'forwards'), noSchema), failure('migration.steps', { operation: 2 }))
  })
})

const LOCK = { locks: [{ table: 't', mode: 'ACCESS EXCLUSIVE' }] } as const
const STEPS: Readonly<Record<string, Step>> = {
  ddl: sqlStep('ddl', LOCK),
  fill: sqlStep('fill', { locks: [{ table: 't', mode: 'ROW EXCLUSIVE' }], writesRows: true }),
  raw: sqlStep('raw', { locks: undefined, writesRows: true }),
  unknown: sqlStep('unknown', { locks: undefined }),
  code: codeStep('code', async () => {}),
  alone: sqlStep('alone', { transactional: false }),
  own: sqlStep('own', { ...LOCK, alone: true }),
  aside: codeStep('aside', async () => {}, { transactional: false }),
}

/** `[ddl ddl] alone`: what is in brackets has a transaction. */
function spelled(names: string, options: { atomic: boolean; finished?: ReadonlySet<number> }): string {
  const work = names.split(' ').map((name, i) => {
    const step = STEPS[name]
    if (step === undefined) throw new Error(name)
    return { place: i + 1, operation: new Mark({ name }), steps: [step] }
  })
  const short = (step: Step): string => {
    const [name] = Object.entries(STEPS).find(([, known]) => known === step) ?? []
    return name ?? (sql(step).startsWith('SET') ? 'check' : 'try')
  }
  return batches(work, options)
    .map(({ transaction, steps }) => {
      const inside = steps.map(({ step }) => short(step)).join(' ')
      return transaction ? `[${inside}]` : inside
    })
    .join(' ')
}

describe('batches', () => {
  const cases: readonly (readonly [claim: string, atomic: boolean, steps: string, batches: string])[] = [
    ['one transaction holds all', true, 'ddl ddl ddl', '[ddl ddl ddl]'],
    ['pending checks are made before tables are altered', true, 'code ddl ddl', '[code check ddl ddl]'],
    ['each time rows were changed', true, 'fill ddl code ddl', '[fill check ddl code check ddl]'],
    ['and not before more rows are changed', true, 'code fill code ddl', '[code fill code check ddl]'],
    ['before SQL of unknown kind they are made if they can be', true, 'raw raw ddl', '[raw try raw check ddl]'],
    ['and again where they must be', true, 'code unknown ddl', '[code try unknown check ddl]'],
    ['no check waits where nothing changed rows', true, 'ddl raw', '[ddl raw]'],
    ['a step that no transaction allows stands alone', true, 'ddl alone ddl ddl', '[ddl] alone [ddl ddl]'],
    ['and what others must not wait for commits by itself', true, 'ddl own own ddl ddl', '[ddl] [own] [own] [ddl ddl]'],
    ['a transaction leaves no checks behind', true, 'code alone ddl', '[code] alone [ddl]'],
    ['code can ask for no transaction', true, 'ddl aside ddl', '[ddl] aside [ddl]'],
    ['without a transaction, each step is by itself', false, 'ddl fill ddl', '[ddl] [fill] [ddl]'],
    ['and what the user wrote has none at all', false, 'ddl raw code alone', '[ddl] raw code alone'],
  ]
  for (const [claim, atomic, names, expected] of cases) {
    test(`${claim}: ${expected}`, () => assert.equal(spelled(names, { atomic }), expected))
  }

  test('leave out what is finished', () => {
    assert.equal(spelled('code alone ddl', { atomic: true, finished: new Set([1, 2]) }), '[ddl]')
    assert.equal(spelled('alone alone ddl', { atomic: true, finished: new Set([1]) }), 'alone [ddl]')
  })

  test('number the steps of the migration, not the checks', () => {
    const work = [
      { place: 3, operation: new Mark({ name: 'A' }), steps: [sqlStep('fill', { writesRows: true }), sqlStep('ddl')] },
    ]
    const [batch] = batches(work, { atomic: true })
    assert.deepEqual(
      batch?.steps.map(({ place, number }) => [place, number]),
      [
        [3, 1],
        [3, undefined],
        [3, 2],
      ],
    )
  })
})

test('a step is known by its SQL and parameters, or by its label', () => {
  const all = [
    sqlStep('a'),
    sqlStep('b'),
    sqlStep('a', {}, ['x']),
    sqlStep('a', {}, ['x', 'y']),
    sqlStep('a', {}, ['xy']),
    codeStep('a', async () => {}),
  ]
  assert.equal(new Set(all.map(stepDigest)).size, all.length)
  assert.equal(stepDigest(sqlStep('a', LOCK)), stepDigest(sqlStep('a')))
})
