import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { History } from '../../../src/migrations/history'
import type { Plan, Target } from '../../../src/migrations/plan'
import { irreversibleOf, makePlan, planOf, refuseIrreversible } from '../../../src/migrations/plan'
import { planFrom, survey } from '../../../src/migrations/run-migrations'
import { type Files, failure, graphOf, Mark, migrationsOf, recordsOf } from './build'

/** `all`, `app`, `app zero`, `app name`. */
function target(text: string): Target {
  const [app = '', name] = text.split(' ')
  if (text === 'all') return { kind: 'all' }
  if (name === undefined) return { kind: 'app', app }
  return name === 'zero' ? { kind: 'zero', app } : { kind: 'migration', app, name }
}

function plan(files: Files, applied: readonly string[], ...targets: readonly string[]): Plan {
  const graph = graphOf(files, { applied })
  return makePlan(graph, History.of(graph, recordsOf(applied)), targets.map(target))
}

function spelled({ migrations }: Plan): string {
  return migrations.map(({ key, direction }) => `${direction === 'forwards' ? '+' : '-'}${key}`).join(' ')
}

type Case = readonly [applied: string, target: string, plan: string]

function table(claim: string, files: Files, cases: readonly Case[]): void {
  describe(claim, () => {
    for (const [applied, to, expected] of cases) {
      test(`${applied || 'nothing'} applied, to ${to}: ${expected || 'nothing'}`, () => {
        const all = applied === '' ? [] : applied.split(' ')
        assert.equal(spelled(plan(files, all, ...to.split(', '))), expected)
      })
    }
  })
}

table('a plan', { 'a.1': [], 'a.2': ['a.1'], 'b.1': ['a.2'], 'b.2': ['b.1'], 'c.1': [] }, [
  ['', 'all', '+a.1 +a.2 +b.1 +b.2 +c.1'],
  ['a.1 c.1', 'all', '+a.2 +b.1 +b.2'],
  ['a.1 a.2 b.1 b.2 c.1', 'all', ''],
  ['', 'a', '+a.1 +a.2'],
  ['', 'b', '+a.1 +a.2 +b.1 +b.2'],
  ['', 'b 1', '+a.1 +a.2 +b.1'],
  ['a.1', 'a 1', ''],
  ['a.1 a.2', 'a 1', '-a.2'],
  ['a.1 a.2 b.1', 'a 1', '-b.1 -a.2'],
  ['a.1 a.2 b.1 c.1', 'a zero', '-b.1 -a.2 -a.1'],
  ['a.1 a.2 b.1 b.2', 'b zero', '-b.2 -b.1'],
  ['', 'a zero', ''],
  ['', 'a, c', '+a.1 +a.2 +c.1'],
  ['a.1 a.2 c.1', 'a zero, c zero', '-c.1 -a.2 -a.1'],
])

table('apps that only need the target itself stay', { 'a.1': [], 'a.2': ['a.1'], 'b.1': ['a.1'], 'c.1': ['a.1'] }, [
  ['a.1 a.2 b.1', 'a 1', '-a.2'],
  ['a.1', 'a 1', ''],
  ['a.1 b.1', 'a 1', ''],
])

table(
  'several children in the app are all undone',
  { 'a.1': [], 'a.2': ['a.1'], 'a.3': ['a.1'], 'a.4': ['a.2', 'a.3'], 'b.1': ['a.1'], 'b.2': ['b.1', 'a.2'] },
  [['a.1 a.2 a.3 a.4 b.1 b.2', 'a 1', '-b.2 -a.4 -a.2 -a.3']],
)

const SQUASHED: Files = {
  'a.0001': [],
  'a.0002': ['a.0001'],
  'a.0003': ['a.0002'],
  'a.squash': { replaces: ['a.0001', 'a.0002'] },
  'b.1': ['a.0002'],
}
table('with a squashed migration', SQUASHED, [
  ['', 'all', '+a.squash +a.0003 +b.1'],
  ['a.0001', 'all', '+a.0002 +a.0003 +b.1'],
  ['a.0001 a.0002', 'all', '+a.0003 +b.1'],
  ['a.0001 a.0002 a.squash a.0003 b.1', 'a squash', '-a.0003'],
  ['a.0001 a.0002 a.squash a.0003 b.1', 'a zero', '-b.1 -a.0003 -a.squash'],
  // The files of what it replaces are there, so it is possible to stop between them.
  ['a.0001 a.0002 a.squash b.1', 'a 0001', '-b.1 -a.0002'],
  ['', 'a 0001', '+a.0001'],
  // One that had to make room ends where the last that it replaces does.
  ['a.0001', 'a squash', '+a.0002'],
])

test('a plan does not go both ways', () => {
  const files: Files = { 'a.1': [], 'b.1': [] }
  assert.throws(
    () => plan(files, ['a.1'], 'a zero', 'b'),
    failure('plan.mixed', { forwards: ['b.1'], backwards: ['a.1'] }),
  )
})

test('an app without migrations is no target', () => {
  for (const to of ['b', 'b zero', 'b 1'])
    assert.throws(() => plan({ 'a.1': [] }, [], to), failure('graph.no-migrations'))
})

describe('records without a file', () => {
  const files: Files = { 'a.1': [], 'a.2': ['a.1'] }
  test('are no target', () => {
    assert.throws(() => plan(files, ['a.1', 'a.9'], 'a 9'), failure('history.missing-file', { missing: ['a.9'] }))
  })
  test('stop the undoing of what was applied before them in their app', () => {
    const applied = ['a.1', 'a.2', 'a.9', 'lost.1']
    assert.throws(() => plan(files, applied, 'a 1'), failure('history.missing-file', { missing: ['a.9'] }))
    assert.equal(spelled(plan(files, ['a.0', 'a.1', 'a.2'], 'a zero')), '-a.2 -a.1')
    assert.equal(spelled(plan(files, ['a.1', 'a.9'], 'all')), '+a.2')
  })
})

describe('states', () => {
  const files: Files = {
    'a.1': { operations: [new Mark({ name: 'A' })] },
    'a.2': { dependencies: ['a.1'], operations: [new Mark({ name: 'B' }), new Mark({ name: 'C' })] },
    'b.1': { operations: [new Mark({ name: 'D' })] },
  }
  const sizes = ({ migrations }: Plan): unknown =>
    Object.fromEntries(migrations.map((one) => [one.key, one.states().map((state) => [...state.keys()].length)]))

  test('stand before each operation and after the last, what is applied included', () => {
    assert.deepEqual(sizes(plan(files, ['b.1'], 'all')), { 'a.1': [1, 2], 'a.2': [2, 3, 4] })
  })
  test('are the same backwards', () => {
    assert.deepEqual(sizes(plan(files, ['a.1', 'a.2'], 'a zero')), { 'a.2': [1, 2, 3], 'a.1': [0, 1] })
  })
  test('are not worked out until somebody asks', () => {
    const broken = { 'a.1': { operations: [new Mark({ name: 'A' }), new Mark({ name: 'A' })] } }
    const made = plan(broken, [], 'all')
    assert.equal(spelled(made), '+a.1')
    assert.throws(() => made.migrations[0]?.states(), failure('migration.apply', { operation: 2 }))
  })
  test('backwards hold what stays, also where the order of the graph has it later', () => {
    assert.deepEqual(sizes(plan(files, ['a.1', 'a.2', 'b.1'], 'a 1')), { 'a.2': [2, 3, 4] })
  })
  test('of one migration by itself are those after all that does not need it', () => {
    const needed = { ...files, 'c.1': { dependencies: ['a.2'], operations: [new Mark({ name: 'E' })] } }
    const one = planOf(graphOf(needed), 'a.2', 'backwards')
    assert.deepEqual(
      one.states().map((state) => [...state.keys()].sort()),
      [
        ['a.A', 'b.D'],
        ['a.A', 'a.B', 'b.D'],
        ['a.A', 'a.B', 'a.C', 'b.D'],
      ],
    )
  })
})

describe('operations that cannot be undone', () => {
  const files: Files = {
    'a.1': { operations: [new Mark({ name: 'A', stuck: 'because' })] },
    'a.2': {
      dependencies: ['a.1'],
      operations: [
        new Mark({ name: 'B', stuck: 'so' }),
        new Mark({ name: 'C' }),
        new Mark({ name: 'D', stuck: 'too' }),
      ],
    },
  }
  test('are all found, in the order of the run', () => {
    const found = irreversibleOf(plan(files, ['a.1', 'a.2'], 'a zero'))
    assert.deepEqual(
      found.map(({ migration, operation, why }) => [migration.name, operation, why]),
      [
        ['2', 3, 'too'],
        ['2', 1, 'so'],
        ['1', 1, 'because'],
      ],
    )
    assert.throws(() => refuseIrreversible(plan(files, ['a.1', 'a.2'], 'a 1')), {
      code: 'plan.irreversible',
      message:
        'The plan cannot be undone, and nothing was: a.2, operation 3 of 3, "Mark D": too; a.2, operation 1 of 3, "Mark B": so',
    })
  })
  test('do not matter forwards', () => refuseIrreversible(plan(files, [], 'all')))
})

describe('all that can be refused is refused before the plan', () => {
  const refused: readonly (readonly [Files, readonly string[], string])[] = [
    [{ 'a.1': [], 'a.2': ['a.1'] }, ['a.2'], 'history.inconsistent'],
    [{ 'a.1': [], 'a.2': [], 'b.1': [] }, [], 'graph.conflict'],
  ]
  for (const [files, applied, code] of refused) {
    test(code, () => {
      const set = { apps: ['a', 'b'], migrations: migrationsOf(files) }
      assert.throws(() => planFrom(survey(set, recordsOf(applied)), [{ kind: 'app', app: 'b' }]), failure(code))
    })
  }
})

/** A history and a part of it that is applied with all that it needs. */
const applied = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(fc.nat(), { maxLength: 3 })), {
      minLength: 1,
      maxLength: 20,
    }),
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.nat(),
  )
  .map(([rows, tips, choice]) => {
    const all = rows.map(([app], i) => `${app}.${String(i).padStart(4, '0')}`)
    const files: Files = Object.fromEntries(
      rows.map(([, needs], i) => [all[i], i === 0 ? [] : needs.map((n) => all[n % i] ?? '')]),
    )
    const graph = graphOf(files)
    const done = [...new Set(tips.flatMap((tip) => graph.forwardsPlan(all[tip % all.length] ?? '')))]
    return { graph, done, chosen: all[choice % all.length] ?? '' }
  })

describe('from any point of any history', () => {
  test('forwards to everything and back to zero of everything covers the same', () => {
    fc.assert(
      fc.property(applied, ({ graph, done }) => {
        const up = makePlan(graph, History.of(graph, recordsOf(done)), [{ kind: 'all' }])
        assert.deepEqual([...done, ...up.migrations.map(({ key }) => key)].sort(), [...graph.order].sort())
        const apps = [...graph.apps].map((app): Target => ({ kind: 'zero', app }))
        const down = makePlan(graph, History.of(graph, recordsOf(graph.order)), apps)
        assert.deepEqual(down.migrations.map(({ key }) => key).reverse(), graph.order)
      }),
    )
  })

  test('a plan to a migration ends with it applied, nothing of its app after it, and a consistent history', () => {
    fc.assert(
      fc.property(applied, ({ graph, done, chosen }) => {
        const { app, name } = graph.migration(chosen)
        const made = makePlan(graph, History.of(graph, recordsOf(done)), [{ kind: 'migration', app, name }])
        const now = new Set(done)
        for (const { key, direction } of made.migrations) {
          if (direction === 'forwards') now.add(key)
          else now.delete(key)
          History.of(graph, recordsOf([...now])).refuseInconsistent()
        }
        assert.ok(now.has(chosen))
        const after = graph.children(chosen).filter((key) => graph.migration(key).app === app)
        if (done.includes(chosen))
          assert.deepEqual(
            after.filter((key) => now.has(key)),
            [],
          )
      }),
    )
  })
})
