import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AddField, CharField, CreateModel, IntegerField, RunCode, RunSQL } from '../../../src/index'
import { History } from '../../../src/migrations/history'
import { definitionText, keptMigration } from '../../../src/migrations/kept-definition'
import { undoWithLost } from '../../../src/migrations/lost'
import type { Target } from '../../../src/migrations/plan'
import { irreversibleOf, makePlan } from '../../../src/migrations/plan'
import { type Files, failure, graphOf, Mark, migrationsOf, recordsOf } from './build'

describe('a migration in its record', () => {
  const [migration] = migrationsOf({
    'a.1': {
      dependencies: ['b.1'],
      atomic: false,
      operations: [
        new CreateModel({ name: 'Movie', fields: { title: CharField({ maxLength: 100 }) } }),
        new RunSQL({ sql: [['UPDATE a SET b = $1', ['\0\ud800']]], reverseSql: RunSQL.noop }),
        new RunCode({ code: async function fill() {}, reverseCode: RunCode.noop }),
        new RunCode({ code: async function fill() {}, reverseCode: async function empty() {} }),
      ],
    },
  })
  assert.ok(migration !== undefined)
  const definition = definitionText(migration) ?? ''
  const kept = keptMigration({ app: 'a', name: '1', definition })

  test('is what it was, but for its code', async () => {
    assert.ok(kept !== undefined)
    const { operations, ...rest } = migration
    const { operations: keptOperations, ...keptRest } = kept
    assert.deepEqual(keptRest, rest)
    assert.deepEqual(
      keptOperations.map((operation) => operation.describe()),
      operations.map((operation) => operation.describe()),
    )
    assert.deepEqual(keptOperations.slice(0, 2), operations.slice(0, 2))
    assert.deepEqual(
      keptOperations.map((operation) => operation.irreversible()),
      [undefined, undefined, undefined, 'its reverseCode is gone with the file, which has to be brought back'],
    )
    const lost = (keptOperations[2] as RunCode).args.code as () => unknown
    assert.throws(() => lost(), failure('operation.lost-code', { name: 'fill' }))
  })

  test('is not kept if something in it is no data', () => {
    const [own] = migrationsOf({ 'a.1': { operations: [new Mark({ name: 'A' })] } })
    assert.ok(own !== undefined)
    assert.equal(definitionText(own), null)
  })

  test('is not known if it speaks of what this version does not have', () => {
    for (const text of [definition.replace('CreateModel', 'CreateSolid'), '{', 'null'])
      assert.equal(keptMigration({ app: 'a', name: '1', definition: text }), undefined)
  })
})

/** `-a.3* -a.2`: what is undone, in order; a star for what only its record knows. */
function undone(files: Files, lost: Files, applied: readonly string[], target: Target): string | undefined {
  const graph = graphOf(files, { applied })
  const history = History.of(graph, recordsOf(applied))
  const plan = undoWithLost(graph, history, [target], migrationsOf(lost))
  return plan?.migrations.map(({ key, isLost }) => `-${key}${isLost ? '*' : ''}`).join(' ')
}

describe('the way back over lost migrations', () => {
  const to = (name: string): Target => ({ kind: 'migration', app: 'a', name })
  const zero: Target = { kind: 'zero', app: 'a' }
  const files: Files = { 'a.1': [], 'a.2': ['a.1'] }

  test('goes over those that follow the target', () => {
    assert.equal(undone(files, { 'a.3': ['a.2'] }, ['a.1', 'a.2', 'a.3'], to('2')), '-a.3*')
    assert.equal(undone(files, { 'a.3': ['a.2'] }, ['a.1', 'a.2', 'a.3'], to('1')), '-a.3* -a.2')
    assert.equal(
      undone(files, { 'a.3': ['a.2'], 'a.4': ['a.3'] }, ['a.1', 'a.2', 'a.3', 'a.4'], to('2')),
      '-a.4* -a.3*',
    )
  })

  test('ends at one of them as well, where something follows it', () => {
    const lost: Files = { 'a.3': ['a.2'], 'a.4': ['a.3'] }
    assert.equal(undone(files, lost, ['a.1', 'a.2', 'a.3', 'a.4'], to('3')), '-a.4*')
    assert.equal(undone(files, { 'a.3': ['a.2'] }, ['a.1', 'a.2', 'a.3'], to('3')), undefined)
  })

  test('goes over those of another branch and another app that need what is undone', () => {
    assert.equal(undone(files, { 'a.x': ['a.1'] }, ['a.1', 'a.x', 'a.2'], to('1')), '-a.x* -a.2')
    assert.equal(undone(files, { 'a.x': ['a.1'], 'b.1': ['a.x'] }, ['a.1', 'a.x', 'b.1'], to('1')), '-b.1* -a.x*')
    assert.equal(undone(files, { 'a.x': ['a.1'] }, ['a.1', 'a.2', 'a.x'], to('2')), undefined)
  })

  test('goes back over an app of which no file is left', () => {
    assert.equal(undone({}, { 'a.1': [], 'a.2': ['a.1'] }, ['a.1', 'a.2'], zero), '-a.2* -a.1*')
  })

  test('leads nowhere forwards', () => {
    const lost: Files = { 'a.x': ['a.1'] }
    for (const target of [to('2'), { kind: 'all' }, { kind: 'app', app: 'a' }] as const)
      assert.equal(undone(files, lost, ['a.1', 'a.x'], target), undefined)
  })

  test('takes the beginning of a name for that of a file', () => {
    const lost: Files = { 'a.2_lost': ['a.1'], 'a.3_lost': ['a.2_file'] }
    const known: Files = { 'a.1': [], 'a.2_file': ['a.1'] }
    assert.equal(undone(known, lost, ['a.1', 'a.2_lost', 'a.2_file', 'a.3_lost'], to('2')), '-a.3_lost*')
  })

  test('is refused where something else was recorded later that nobody knows', () => {
    const applied = ['a.1', 'a.2', 'a.3', 'a.4']
    const lost: Files = { 'a.3': ['a.2'] }
    assert.throws(() => undone(files, lost, applied, to('1')), failure('history.missing-file', { missing: ['a.4'] }))
    assert.throws(
      () => undone(files, { 'a.4': ['a.3'] }, applied, to('1')),
      failure('history.missing-file', { missing: ['a.3', 'a.4'] }),
    )
  })

  test('is that of a squashed migration whose file is gone, for all that it stands for', () => {
    const lost: Files = { 'a.12': { dependencies: [], replaces: ['a.1', 'a.2'] } }
    const graph = graphOf({}, { applied: ['a.1', 'a.2', 'a.12'] })
    const history = History.of(graph, recordsOf(['a.1', 'a.2', 'a.12']))
    const plan = undoWithLost(graph, history, [zero], migrationsOf(lost))
    assert.deepEqual(plan?.migrations[0]?.covers, [
      ['a', '1'],
      ['a', '2'],
    ])
    assert.equal(undone({}, lost, ['a.12'], zero), '-a.12*')
  })

  test('passes through states that the records know of', () => {
    const title = { title: CharField({ maxLength: 100 }) }
    const model = new CreateModel({ name: 'Movie', fields: title })
    const rating = new AddField({ model: 'Movie', name: 'rating', field: IntegerField({ null: true }) })
    const known: Files = { 'a.1': { operations: [model] } }
    const lost: Files = { 'a.2': { dependencies: ['a.1'], operations: [rating] } }
    const graph = graphOf(known, { applied: ['a.1', 'a.2'] })
    const history = History.of(graph, recordsOf(['a.1', 'a.2']))
    const states = undoWithLost(graph, history, [to('1')], migrationsOf(lost))?.migrations[0]?.states()
    assert.deepEqual(
      states?.map((state) => [...(state.find('a.Movie')?.fields.keys() ?? [])]),
      [['title'], ['title', 'rating']].map((names) => [...names]),
    )
  })

  test('ends at code that is gone', () => {
    const code = new RunCode({ code: async () => {}, reverseCode: async () => {} })
    const [first] = migrationsOf({ 'a.2': { dependencies: ['a.1'], operations: [code] } })
    const kept = first && keptMigration({ app: 'a', name: '2', definition: definitionText(first) ?? '' })
    assert.ok(kept !== undefined)
    const graph = graphOf({ 'a.1': [] }, { applied: ['a.1', 'a.2'] })
    const history = History.of(graph, recordsOf(['a.1', 'a.2']))
    const plan = undoWithLost(graph, history, [to('1')], [kept])
    assert.deepEqual(
      irreversibleOf(plan ?? makePlan(graph, history, [])).map(({ migration, operation }) => [
        migration.name,
        operation,
      ]),
      [['2', 1]],
    )
  })
})
