import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { IntegerField } from '../../../src/fields'
import { finalize } from '../../../src/migrations/finalize'
import { rebase } from '../../../src/migrations/rebase'
import { type SquashRequest, squash } from '../../../src/migrations/squash'
import { AddField, CreateModel, RunCode, RunSQL } from '../../../src/operations'
import { type Files, failure, graphOf } from './build'

const create = (name: string): CreateModel => new CreateModel({ name, fields: {} })
const add = (model: string, name: string): AddField =>
  new AddField({ model, name, field: IntegerField({ null: true }) })

const squashed = (files: Files, request: Partial<SquashRequest> = {}) =>
  squash(graphOf(files), { app: 'a', end: '0003', optimize: true, ...request })

const three: Files = {
  'a.0001_x': { initial: true, operations: [create('A')], dependencies: ['b.0001_p'] },
  'a.0002_y': { dependencies: ['a.0001_x', 'b.0002_q'], operations: [add('A', 'one')] },
  'a.0003_z': { dependencies: ['a.0002_y'], operations: [add('A', 'two')] },
  'b.0001_p': [],
  'b.0002_q': ['b.0001_p'],
}

describe('a range of migrations', () => {
  test('becomes one that replaces them, needs what they need, and does what is left of what they do', () => {
    const { squashes, range, cycles } = squashed(three)
    const [{ migration, replaced } = assert.fail()] = squashes
    assert.deepEqual(
      [migration.name, migration.initial, migration.dependencies, migration.replaces.map(([, name]) => name), cycles],
      ['0001_squashed_0003_z', true, [['b', '0002_q']], ['0001_x', '0002_y', '0003_z'], []],
    )
    assert.deepEqual(
      migration.operations.map((each) => each.describe()),
      ['Create model A'],
    )
    assert.deepEqual(replaced, range)
  })

  test('may begin later, and has another name if one is given', () => {
    const { squashes } = squashed(three, { start: '0002', name: 'rest', optimize: false })
    const [{ migration } = assert.fail()] = squashes
    assert.deepEqual(
      [migration.name, migration.initial, migration.dependencies, migration.operations.length],
      [
        '0002_y_squashed_0003_rest',
        undefined,
        [
          ['a', '0001_x'],
          ['b', '0002_q'],
        ],
        2,
      ],
    )
  })

  test('leaves out what may be left out, but not what changes the models too', () => {
    const { squashes } = squashed({
      'a.0001': {
        operations: [
          new RunSQL({ sql: 'SELECT 1', elidable: true }),
          new RunCode({ code: async function kept() {} }),
          new RunCode({ code: async function gone() {}, elidable: true }),
          new RunSQL({ sql: 'CREATE TABLE a_b ()', stateOperations: [create('B')], elidable: true }),
        ],
      },
      'a.0003': ['a.0001'],
    })
    assert.deepEqual(
      squashes[0]?.migration.operations.map((each) => each.describe()),
      ['Run code kept', 'Raw SQL operation'],
    )
  })

  test('has no transaction if something that has none is left as it is', () => {
    const without = { 'a.0001': { atomic: false, operations: [create('A')] } }
    const kept = squashed({ ...without, 'a.0003': ['a.0001'] })
    assert.equal(kept.squashes[0]?.migration.atomic, false)
    const folded = squashed({ ...without, 'a.0003': { dependencies: ['a.0001'], operations: [add('A', 'x')] } })
    assert.equal(folded.squashes[0]?.migration.atomic, true)
  })

  test('of squashed ones becomes one that stands for all of them', () => {
    const files: Files = {
      ...three,
      'a.0001_squashed_0002_y': {
        replaces: ['a.0001_x', 'a.0002_y'],
        dependencies: ['b.0002_q'],
        operations: [create('A')],
      },
      'c.0001': ['a.0002_y'],
    }
    const { squashes } = squashed(files)
    const [{ migration } = assert.fail()] = squashes
    assert.equal(migration.name, '0001_squashed_0003_z')
    assert.deepEqual(
      migration.replaces.map(([, name]) => name),
      ['0001_squashed_0002_y', '0003_z'],
    )
  })

  const circular: Files = {
    'a.0001': [],
    'a.0002': ['a.0001'],
    'b.0001': ['a.0002'],
    'c.0001': ['b.0001'],
    'a.0003': ['a.0002', 'c.0001'],
    'a.0004': ['a.0003'],
  }

  test('is cut where other apps stand between', () => {
    const { squashes, cycles } = squashed(circular, { end: '0004' })
    assert.deepEqual(
      squashes.map(({ replaced }) => replaced.map(({ name }) => name)),
      [
        ['0001', '0002'],
        ['0003', '0004'],
      ],
    )
    assert.deepEqual(cycles, [['a.0003', 'c.0001', 'b.0001', 'a.0002']])
    assert.deepEqual(squashes[1]?.migration.dependencies, [
      ['a', '0002'],
      ['c', '0001'],
    ])
  })

  test('of which no two can be one is refused, with the circle', () => {
    assert.throws(
      () => squashed({ ...circular, 'a.0002': [], 'a.0001': [] }, { start: '0002', end: '0003' }),
      failure('squash.circular', { cycles: [['a.0003', 'c.0001', 'b.0001', 'a.0002']] }),
    )
  })

  const refusals: readonly (readonly [string, Partial<SquashRequest>, string])[] = [
    ['one alone', { end: '0001' }, 'squash.nothing'],
    ['the wrong way round', { start: '0003', end: '0002' }, 'squash.start-after-end'],
    ['unknown', { end: '0009' }, 'graph.unknown-migration'],
    ['under a name that cannot be', { name: 'two words' }, 'migrations.invalid-name'],
  ]
  for (const [claim, request, code] of refusals) {
    test(`is refused: ${claim}`, () => assert.throws(() => squashed(three, request), failure(code)))
  }
})

describe('finalizing', () => {
  const files: Files = {
    'a.0001': [],
    'a.0002': ['a.0001'],
    'a.0001_squashed_0002': { replaces: ['a.0001', 'a.0002'] },
    'b.0001': { dependencies: ['a.0001', 'a.0002', 'c.0001'], runBefore: ['a.0002'] },
    'c.0001': [],
  }

  test('takes out what is replaced, and its names wherever they stand', () => {
    const { squashes, removed, dependants, migrations } = finalize(
      graphOf({ ...files, 'b.0001': ['a.0001', 'a.0002', 'c.0001'] }),
      'a',
    )
    assert.deepEqual(
      squashes.map(({ name, replaces }) => [name, replaces]),
      [['0001_squashed_0002', []]],
    )
    assert.deepEqual(
      removed.map(({ name }) => name),
      ['0001', '0002'],
    )
    assert.deepEqual(
      dependants.map(({ dependencies }) => dependencies),
      [
        [
          ['a', '0001_squashed_0002'],
          ['c', '0001'],
        ],
      ],
    )
    assert.equal(migrations.length, 3)
  })

  test('is refused for what is no squash, or a part of one', () => {
    const graph = graphOf({ ...files, 'b.0001': [] })
    assert.throws(() => finalize(graph, 'a', '0002'), failure('squash.not-squashed', { outer: 'a.0001_squashed_0002' }))
    assert.throws(() => finalize(graph, 'c', '0001'), failure('squash.not-squashed'))
    assert.throws(() => finalize(graph, 'c'), failure('squash.none'))
  })
})

describe('rebasing', () => {
  const files: Files = {
    'a.0001': [],
    'a.0002_mine': ['a.0001', 'b.0001'],
    'a.0003_more': ['a.0002_mine', 'a.0001'],
    'a.0002_theirs': ['a.0001'],
    'b.0001': [],
    'b.0002': ['b.0001', 'a.0003_more'],
  }

  test('gives a branch new numbers and a new start, and its names to those who need it', () => {
    const { moved, dependants } = rebase(graphOf(files), 'a', { leaf: '0003', onto: '0002_theirs' })
    assert.deepEqual(
      moved.map(({ from, to }) => [from.name, to.name, to.dependencies.map((ref) => ref.join('.'))]),
      [
        ['0002_mine', '0003_mine', ['a.0002_theirs', 'b.0001']],
        ['0003_more', '0004_more', ['a.0003_mine', 'a.0002_theirs']],
      ],
    )
    assert.deepEqual(
      dependants.map(({ dependencies }) => dependencies),
      [
        [
          ['b', '0001'],
          ['a', '0004_more'],
        ],
      ],
    )
  })

  test('takes ends only, and no squashed migrations', () => {
    assert.throws(
      () => rebase(graphOf(files), 'a', { leaf: '0001', onto: '0002_theirs' }),
      failure('rebase.not-a-leaf'),
    )
    const squashes = { ...files, 'a.0002_s': { replaces: ['a.0002_mine'], dependencies: ['a.0001'] } }
    assert.throws(
      () => rebase(graphOf(squashes), 'a', { leaf: '0003', onto: '0002_theirs' }),
      failure('rebase.squash', { migration: 'a.0002_s' }),
    )
  })
})
