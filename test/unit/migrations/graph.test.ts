import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { MigrationGraph } from '../../../src/migrations/graph'
import { type Files, failure, graphOf, Mark, migrationsOf } from './build'

const names = (keys: readonly { readonly name: string }[] = []): readonly string[] => keys.map(({ name }) => name)

describe('plans of a simple graph', () => {
  const graph = graphOf({
    'a.1': [],
    'a.2': ['a.1'],
    'a.3': ['a.2', 'b.2'],
    'a.4': ['a.3'],
    'b.1': [],
    'b.2': ['b.1'],
  })
  const cases: readonly (readonly ['forwardsPlan' | 'backwardsPlan', string, string])[] = [
    ['forwardsPlan', 'a.1', 'a.1'],
    ['forwardsPlan', 'b.2', 'b.1 b.2'],
    ['forwardsPlan', 'a.4', 'b.1 b.2 a.1 a.2 a.3 a.4'],
    ['backwardsPlan', 'b.2', 'a.4 a.3 b.2'],
    ['backwardsPlan', 'a.4', 'a.4'],
  ]
  for (const [method, key, plan] of cases) {
    test(`${method}(${key}) is ${plan}`, () => assert.equal(graph[method](key).join(' '), plan))
  }

  test('roots and leaves are those inside an app', () => {
    assert.deepEqual([graph.roots(), graph.leaves(), graph.leaves('b')], [['a.1', 'b.1'], ['a.4', 'b.2'], ['b.2']])
  })
})

describe('plans of a complex graph', () => {
  const graph = graphOf({
    'a.1': [],
    'a.2': ['a.1'],
    'a.3': ['a.2', 'b.2'],
    'a.4': ['a.3', 'c.2'],
    'b.1': [],
    'b.2': ['b.1'],
    'c.1': ['b.1'],
    'c.2': ['c.1', 'a.2'],
  })
  const cases: readonly (readonly ['forwardsPlan' | 'backwardsPlan', string, string])[] = [
    ['forwardsPlan', 'c.2', 'b.1 c.1 a.1 a.2 c.2'],
    ['forwardsPlan', 'a.4', 'b.1 c.1 a.1 a.2 c.2 b.2 a.3 a.4'],
    ['backwardsPlan', 'b.1', 'a.4 c.2 c.1 a.3 b.2 b.1'],
  ]
  for (const [method, key, plan] of cases) {
    test(`${method}(${key}) is ${plan}`, () => assert.equal(graph[method](key).join(' '), plan))
  }

  test('the whole order takes the leaves in turn', () => {
    assert.equal(graph.order.join(' '), 'b.1 c.1 a.1 a.2 c.2 b.2 a.3 a.4')
    assert.deepEqual(graph.roots(), ['a.1', 'b.1', 'c.1'])
    assert.deepEqual(graph.leaves(), ['a.4', 'b.2', 'c.2'])
  })
})

describe('dependencies', () => {
  const orders: readonly (readonly [claim: string, files: Files, order: string])[] = [
    ['__first__ is the root of an app', { 'a.1': [], 'a.2': ['a.1'], 'b.1': ['a.__first__'] }, 'a.1 a.2 b.1'],
    ['__latest__ is its leaf', { 'a.1': [], 'a.2': ['a.1'], 'Z.1': ['a.__latest__'] }, 'a.1 a.2 Z.1'],
    ['__first__ of its own app says nothing', { 'a.1': ['a.__first__'] }, 'a.1'],
    ['__first__ of an app without migrations says nothing', { 'a.1': ['bare.__first__'] }, 'a.1'],
    ['runBefore makes another one wait', { 'a.1': [], 'b.1': { runBefore: ['a.1'] }, 'b.2': ['b.1'] }, 'b.1 a.1 b.2'],
    ['runBefore works inside an app', { 'a.1': [], 'a.2': { runBefore: ['a.1'] } }, 'a.2 a.1'],
    ['said twice is said once', { 'a.1': [], 'a.2': ['a.1', 'a.1'] }, 'a.1 a.2'],
  ]
  for (const [claim, files, order] of orders) {
    test(claim, () => assert.equal(graphOf(files, { apps: ['a', 'b', 'Z', 'bare'] }).order.join(' '), order))
  }

  const refused: readonly (readonly [claim: string, files: Files, code: string, facts: Record<string, unknown>])[] = [
    [
      'on a missing file',
      { 'a.1_x': ['b.9'], 'b.1': [] },
      'graph.missing-dependency',
      { app: 'a', name: '1_x', reference: 'b.9' },
    ],
    ['on a missing file of its own app', { 'a.2': ['a.1'] }, 'graph.missing-dependency', { relation: 'dependencies' }],
    ['of a missing child', { 'a.1': { runBefore: ['a.9'] } }, 'graph.missing-dependency', { relation: 'runBefore' }],
    [
      'on a missing file of an app without any',
      { 'a.1': ['bare.1'] },
      'graph.missing-dependency',
      { reference: 'bare.1' },
    ],
    [
      'on the first of an unknown app',
      { 'a.1': ['lost.__first__'] },
      'graph.unknown-app',
      { reference: 'lost.__first__' },
    ],
    ['on a name of an unknown app', { 'a.1': ['lost.1'] }, 'graph.unknown-app', { reference: 'lost.1' }],
    ['on itself', { 'a.1': ['a.1'] }, 'graph.cycle', { cycle: ['a.1', 'a.1'] }],
    [
      'in a circle',
      { 'a.1': ['c.1'], 'b.1': ['a.1'], 'c.1': ['b.1'], 'd.1': [] },
      'graph.cycle',
      { cycle: ['a.1', 'c.1', 'b.1', 'a.1'] },
    ],
  ]
  for (const [claim, files, code, facts] of refused) {
    test(`${claim} are refused`, () => {
      assert.throws(() => graphOf(files, { apps: ['a', 'b', 'c', 'd', 'bare'] }), failure(code, facts))
    })
  }

  test('on a missing file names both files and what may be meant', () => {
    const origins = new Map([['shop.0002_tax', { file: 'apps/shop/migrations/0002_tax.ts', checksum: '' }]])
    const files = { 'shop.0002_tax': ['shop.0001_inital'], 'shop.0001_initial': [] }
    assert.throws(() => graphOf(files, { origins }), {
      message: 'shop.0002_tax (apps/shop/migrations/0002_tax.ts) depends on shop.0001_inital, which does not exist.',
      hint: 'Did you mean shop.0001_initial?',
    })
  })

  test('on a missing file may not mean the one that depends on it', () => {
    assert.throws(() => graphOf({ 'shop.0002_tax': ['shop.0001_tax'] }), { hint: /^Bring its file back/ })
  })
})

test('several leaves of an app are a conflict', () => {
  const graph = graphOf({ 'a.1': [], 'a.2_x': ['a.1'], 'a.2_y': ['a.1'], 'b.1': ['a.1'] })
  assert.deepEqual(
    [...graph.conflicts()].map(([app, heads]) => [app, names(heads)]),
    [['a', ['2_x', '2_y']]],
  )
  assert.throws(() => graph.refuseConflicts(), {
    code: 'graph.conflict',
    message: 'Conflicting migrations detected; multiple leaf nodes in the migration graph: (2_x, 2_y in a).',
    hint: "To fix them run 'makemigrations --merge', or 'rebasemigrations' to put one behind the other.",
  })
  graphOf({ 'a.1': [], 'b.1': [] }).refuseConflicts()
})

describe('a name', () => {
  const graph = graphOf(
    { 'a.0001_initial': [], 'a.0002': ['a.0001_initial'], 'a.0002_more': ['a.0002'] },
    { apps: ['a', 'bare'] },
  )
  for (const [text, name] of [
    ['0001', '0001_initial'],
    ['0002', '0002'],
    ['0002_', '0002_more'],
  ] as const) {
    test(`${text} is ${name}`, () => assert.equal(graph.find('a', text).name, name))
  }

  const refused = [
    ['a', '000', 'graph.ambiguous', "More than one migration matches '000' in app 'a'. Please be more specific."],
    ['a', '0001_intial', 'graph.unknown-migration', "Cannot find a migration matching '0001_intial' from app 'a'."],
    ['bare', '0001', 'graph.no-migrations', "App 'bare' does not have migrations."],
    ['lost', '0001', 'graph.no-migrations', "There is no app 'lost'."],
  ] as const
  for (const [app, text, code, message] of refused) {
    test(`${app} ${text}: ${message}`, () => assert.throws(() => graph.find(app, text), { code, message }))
  }
})

describe('a squashed migration', () => {
  const files: Files = {
    'a.1': [],
    'a.2': ['a.1'],
    'a.3': ['a.2'],
    'a.12': { replaces: ['a.1', 'a.2'] },
    'b.1': ['a.2'],
  }
  const orders: readonly (readonly [applied: string, order: string])[] = [
    ['', 'a.12 a.3 b.1'],
    ['a.1 a.2', 'a.12 a.3 b.1'],
    ['a.1 a.2 a.3', 'a.12 a.3 b.1'],
    ['a.1', 'a.1 a.2 a.3 b.1'],
    ['a.1 a.12', 'a.1 a.2 a.3 b.1'],
    ['a.12', 'a.12 a.3 b.1'],
  ]
  for (const [applied, order] of orders) {
    test(`with ${applied || 'nothing'} applied: ${order}`, () => {
      assert.equal(graphOf(files, { applied: applied.split(' ') }).order.join(' '), order)
    })
  }

  test('stands for names without a file, in other apps too', () => {
    const graph = graphOf({ 'a.12': { replaces: ['a.1', 'a.2'] }, 'a.3': ['a.2'], 'b.1': ['a.1'] })
    assert.equal(graph.order.join(' '), 'a.12 a.3 b.1')
    assert.equal(graph.standIn('a.2'), 'a.12')
  })

  test('makes room when it is asked to', () => {
    const graph = graphOf(files).withOriginals('a.12')
    assert.equal(graph.order.join(' '), 'a.1 a.2 a.3 b.1')
    assert.equal(graph.isUnusable('a.12'), true)
  })

  test('hands what waits for it to the last that it replaces', () => {
    const graph = graphOf({ ...files, 'c.1': ['a.12'] }, { applied: ['a.1'] })
    assert.deepEqual(graph.parents('c.1'), ['a.2'])
  })

  test('may replace migrations of several apps', () => {
    const several: Files = {
      'a.1': [],
      'b.1': ['a.1'],
      'a.2': ['b.1'],
      'a.all': { replaces: ['a.1', 'a.2', 'b.1'] },
      'b.2': ['b.1'],
    }
    assert.equal(graphOf(several).order.join(' '), 'a.all b.2')
    assert.equal(graphOf(several, { applied: ['a.1'] }).order.join(' '), 'a.1 b.1 a.2 b.2')
  })

  test('may be squashed again', () => {
    const twice: Files = { ...files, 'a.123': { replaces: ['a.12', 'a.3'] } }
    assert.equal(graphOf(twice).order.join(' '), 'a.123 b.1')
    assert.equal(graphOf(twice, { applied: ['a.1'] }).order.join(' '), 'a.1 a.2 a.3 b.1')
    assert.equal(graphOf(twice, { applied: ['a.1', 'a.2'] }).order.join(' '), 'a.12 a.3 b.1')
    assert.equal(graphOf(twice).standIn('a.1'), 'a.123')
    assert.deepEqual(
      graphOf(twice)
        .covers('a.123')
        .map((one) => one.join('.')),
      ['a.1', 'a.2', 'a.12', 'a.3'],
    )
  })

  test('is refused where only some are applied and the other files are gone', () => {
    const gone: Files = { 'a.1': [], 'a.12': { replaces: ['a.1', 'a.2'] } }
    assert.throws(() => graphOf(gone, { applied: ['a.1'] }), failure('graph.partly-applied-squash', { gone: ['a.2'] }))
    assert.equal(graphOf({ 'a.12': { replaces: ['a.1', 'a.2'] } }, { applied: ['a.1', 'a.2'] }).has('a.12'), true)
  })

  test('is refused in a circle', () => {
    const circle: Files = { 'a.1': { replaces: ['a.2'] }, 'a.2': { replaces: ['a.1'] } }
    assert.throws(() => graphOf(circle), failure('graph.cycle', { cycle: ['a.1', 'a.2', 'a.1'] }))
  })
})

describe('the models', () => {
  const graph = graphOf({
    'a.1': { operations: [new Mark({ name: 'One' })] },
    'a.2': { dependencies: ['a.1'], operations: [new Mark({ name: 'Two' }), new Mark({ name: 'Three' })] },
    'b.1': { dependencies: ['a.1'], operations: [new Mark({ name: 'One' })] },
  })

  test('at a migration are those of all that it needs', () => {
    assert.deepEqual([...graph.stateAt(['b.1']).keys()], ['a.One', 'b.One'])
    assert.deepEqual([...graph.stateAt(graph.leaves()).keys()], ['a.One', 'a.Two', 'a.Three', 'b.One'])
    assert.deepEqual([...graph.stateAfter(['a.1']).keys()], ['a.One'])
  })

  test('that do not allow an operation name its place', () => {
    const origins = new Map([['a.1', { file: 'apps/a/migrations/1.ts', checksum: '' }]])
    const bad = graphOf({ 'a.1': { operations: [new Mark({ name: 'X' }), new Mark({ name: 'X' })] } }, { origins })
    assert.throws(() => bad.stateAt(['a.1']), {
      code: 'migration.apply',
      message: 'a.1 (apps/a/migrations/1.ts): operation 2 of 2, "Mark X", does not work: there is a model a.X already',
      facts: {
        app: 'a',
        name: '1',
        file: 'apps/a/migrations/1.ts',
        operation: 2,
        description: 'Mark X',
        reason: 'state.duplicate-model',
      },
    })
  })
})

/** Each migration depends on some of those before it; three apps. */
const histories = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(fc.nat(), { maxLength: 4 })), {
    minLength: 1,
    maxLength: 25,
  })
  .map((rows): Files => {
    const keys = rows.map(([app], i) => `${app}.${String(i).padStart(4, '0')}`)
    return Object.fromEntries(rows.map(([, needs], i) => [keys[i], i === 0 ? [] : needs.map((n) => keys[n % i] ?? '')]))
  })

function assertOrdered(graph: MigrationGraph, plan: readonly string[], first: 'parents' | 'children'): void {
  const seen = new Set<string>()
  for (const key of plan) {
    assert.ok(!seen.has(key))
    for (const other of graph[first](key)) assert.ok(seen.has(other), `${other} comes before ${key}`)
    seen.add(key)
  }
}

describe('in any graph', () => {
  test('the whole order and every plan are ordered and whole', () => {
    fc.assert(
      fc.property(histories, (files) => {
        const graph = graphOf(files)
        assertOrdered(graph, graph.order, 'parents')
        assert.deepEqual([...graph.order].sort(), Object.keys(files).sort())
        for (const key of graph.order) {
          assertOrdered(graph, graph.forwardsPlan(key), 'parents')
          assertOrdered(graph, graph.backwardsPlan(key), 'children')
          assert.equal(graph.forwardsPlan(key).at(-1), key)
          assert.equal(graph.backwardsPlan(key).at(-1), key)
        }
      }),
    )
  })

  test('one needs another exactly if the other is needed by it', () => {
    fc.assert(
      fc.property(histories, (files) => {
        const graph = graphOf(files)
        const forwards = graph.order.flatMap((key) => graph.forwardsPlan(key).map((other) => `${key} ${other}`))
        const backwards = graph.order.flatMap((key) => graph.backwardsPlan(key).map((other) => `${other} ${key}`))
        assert.deepEqual(forwards.sort(), backwards.sort())
      }),
    )
  })

  test('the whole order is that of the leaves one by one', () => {
    fc.assert(
      fc.property(histories, (files) => {
        const graph = graphOf(files)
        assert.deepEqual(graph.order, [...new Set(graph.leaves().flatMap((leaf) => graph.forwardsPlan(leaf)))])
      }),
    )
  })

  test('time grows with the number of migrations, not with its square', (t) => {
    const take = (count: number): number => {
      const files: Files = Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`a.${i}`, i === 0 ? [] : [`a.${i - 1}`, `a.${i >> 1}`]]),
      )
      const migrations = migrationsOf(files)
      const start = performance.now()
      const graph = MigrationGraph.of(migrations, { apps: ['a'] })
      assert.equal(graph.forwardsPlan(`a.${count - 1}`).length, count)
      assert.equal(graph.backwardsPlan('a.0').length, count)
      return performance.now() - start
    }
    take(2000)
    const best = (count: number): number => Math.min(...Array.from({ length: 5 }, () => take(count)))
    const [one, ten] = [best(2000), best(20_000)]
    t.diagnostic(`2000 migrations: ${one.toFixed(1)} ms; 20000: ${(ten / one).toFixed(1)} times that`)
    assert.ok(ten / one < 60)
  })
})
