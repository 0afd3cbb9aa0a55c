import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Answer, Question } from '../../src/autodetector'
import { CharField, DateTimeField, ForeignKey, IntegerField } from '../../src/fields'
import { type Migration, migrationKey } from '../../src/migrations/migration'
import { optimize } from '../../src/migrations/optimizer'
import type { Operation } from '../../src/operations/operation'
import { ProjectState } from '../../src/state/project-state'
import { type Answering, described, detect, model, reached, state } from '../support/build'
import { danglingRelations, states, statesOfOneApp } from '../support/state-arbitraries'

/** Yes or no as the key of the question falls, so that the same question always gets the same answer. */
function answering(salt: number): Answering {
  return (question: Question): Answer => {
    if (question.kind === 'one-off-default') return { kind: 'value', value: 0 }
    if (question.kind === 'shared-default' || question.kind === 'dropped-values') return true
    return [...question.key].reduce((sum, letter) => sum + letter.charCodeAt(0), salt) % 2 === 0
  }
}

const change = fc.record({ from: states, to: states, salt: fc.nat(1) })

describe('of any two states', () => {
  test('what is detected leads from the one to the other, and nothing is left', () => {
    fc.assert(
      fc.property(change, ({ from, to, salt }) => {
        const { migrations } = detect({ from, to }, answering(salt))
        const end = reached(from, migrations)
        assert.ok(end.equals(to), described(migrations).join('\n'))
        assert.deepEqual(described(detect({ from: end, to }).migrations), [])
      }),
      { numRuns: 300, includeErrorInReport: true },
    )
  })

  test('the order of apps and models changes nothing', () => {
    fc.assert(
      fc.property(change, ({ from, to, salt }) => {
        const turned = (of: ProjectState): ProjectState => ProjectState.of([...of.models()].reverse())
        const straight = detect({ from, to }, answering(salt))
        const other = detect({ from: turned(from), to: turned(to) }, answering(salt))
        assert.deepEqual(described(other.migrations), described(straight.migrations))
      }),
      { numRuns: 100, includeErrorInReport: true },
    )
  })

  test('any order that the dependencies allow leads there, and no relation dangles on the way', () => {
    fc.assert(
      fc.property(change, fc.infiniteStream(fc.nat(100)), ({ from, to, salt }, choices) => {
        const { migrations } = detect({ from, to }, answering(salt))
        const inSomeOrder = anyOrder(migrations, () => choices.next().value ?? 0)
        const end = walked(from, inSomeOrder)
        assert.ok(end.equals(to), described(inSomeOrder).join('\n'))
      }),
      { numRuns: 300, includeErrorInReport: true },
    )
  })
})

test('optimizing a history never changes the state reached, nor leaves a relation dangling', () => {
  fc.assert(
    fc.property(fc.array(statesOfOneApp, { minLength: 2, maxLength: 4 }), fc.nat(1), (path, salt) => {
      const history = historyOf(path, salt)
      const end = walkedIn('a', history)
      const optimized = optimize(history, 'a')
      assert.ok(optimized.length <= history.length)
      assert.ok(walkedIn('a', optimized).equals(end), optimized.map((each) => each.describe()).join('\n'))
      assert.deepEqual(optimize(optimized, 'a'), optimized)
    }),
    { numRuns: 200, includeErrorInReport: true },
  )
})

/** All operations on the way through some states. */
function historyOf(path: readonly ProjectState[], salt: number): Operation[] {
  return path.flatMap((to, at) => {
    const { migrations } = detect({ from: path[at - 1] ?? ProjectState.empty, to }, answering(salt))
    return migrations.flatMap(({ operations }) => operations)
  })
}

function walkedIn(app: string, operations: readonly Operation[]): ProjectState {
  return operations.reduce((before, operation) => noDangling(operation.apply(app, before)), ProjectState.empty)
}

function walked(from: ProjectState, migrations: readonly Migration[]): ProjectState {
  return migrations.reduce(
    (before, { app, operations }) =>
      operations.reduce((each, operation) => noDangling(operation.apply(app, each)), before),
    from,
  )
}

function noDangling(of: ProjectState): ProjectState {
  assert.deepEqual(danglingRelations(of), [])
  return of
}

function anyOrder(migrations: readonly Migration[], choose: () => number): Migration[] {
  const left = [...migrations]
  const order: Migration[] = []
  while (left.length > 0) {
    const waiting = new Set(left.map(({ app, name }) => migrationKey(app, name)))
    const ready = left.filter(({ dependencies }) =>
      dependencies.every(([app, name]) => !waiting.has(migrationKey(app, name))),
    )
    const next = ready[choose() % ready.length]
    assert.ok(next, 'the migrations depend on each other')
    left.splice(left.indexOf(next), 1)
    order.push(next)
  }
  return order
}

/** Measured, not held to: a number that others share a machine for says little. */
test('two states of a thousand models are compared quickly', (t) => {
  const big = (): ProjectState =>
    state(
      ...Array.from({ length: 1000 }, (_, at) =>
        model(`app${at % 20}.Model${at}`, {
          ...Object.fromEntries(
            Array.from({ length: 12 }, (_, field) => [`field${field}`, CharField({ maxLength: 50 + field })]),
          ),
          count: IntegerField({ null: true }),
          made: DateTimeField({ null: true }),
          next: ForeignKey(`app${(at + 1) % 20}.Model${(at + 1) % 1000}`, { onDelete: 'CASCADE' }),
        }),
      ),
    )
  const [from, to] = [big(), big()]
  const changed = to.with(to.model('app7.Model7').withNewField('added', IntegerField({ null: true })))
  const took = (what: string, one: ProjectState, other: ProjectState): void => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      detect({ from: one, to: other })
      return performance.now() - start
    })
    t.diagnostic(`${what}: first ${times[0]?.toFixed(1)} ms, best ${Math.min(...times).toFixed(1)} ms`)
  }
  took('no change', from, to)
  took('one field added', from, changed)
  took('all models new', ProjectState.empty, to)
})
