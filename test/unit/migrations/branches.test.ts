import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { postgresSchema } from '../../../src/backends/postgres/schema-editor'
import { Index } from '../../../src/constraints'
import { BigAutoField, CharField, ForeignKey, IntegerField } from '../../../src/fields'
import { branchesOf, commutation } from '../../../src/migrations/branches'
import {
  AddField,
  AddIndex,
  AlterField,
  AlterModelOptions,
  CreateModel,
  DeleteModel,
  RemoveField,
  RenameField,
  RenameModel,
  RunCode,
  RunSQL,
} from '../../../src/operations'
import type { Operation } from '../../../src/operations/operation'
import { graphOf } from './build'

const id = BigAutoField({ primaryKey: true })
const base = [
  new CreateModel({ name: 'A', fields: { id, x: CharField({ maxLength: 9 }), y: IntegerField({ null: true }) } }),
  new CreateModel({ name: 'B', fields: { id } }),
]
const add = (model: string, name: string): Operation =>
  new AddField({ model, name, field: IntegerField({ null: true }) })
const alter = (maxLength: number): Operation =>
  new AlterField({ model: 'A', name: 'x', field: CharField({ maxLength }) })
const to = (model: string, name: string, key: string): Operation =>
  new AddField({ model, name, field: ForeignKey(key, { onDelete: 'CASCADE', null: true }) })

interface Case {
  readonly claim: string
  readonly one: readonly Operation[]
  readonly other: readonly Operation[]
  readonly kind: 'commutes' | 'conflict' | 'unknown'
  readonly pair?: readonly [string, string]
}

const cases: readonly Case[] = [
  { claim: 'fields of one model', one: [add('A', 'p')], other: [add('A', 'q')], kind: 'commutes' },
  {
    claim: 'an index and another field',
    one: [new AddIndex({ model: 'A', index: Index({ name: 'i', fields: ['x'] }) })],
    other: [add('A', 'q')],
    kind: 'commutes',
  },
  { claim: 'relations to each other', one: [to('A', 'b', 'a.B')], other: [to('B', 'a', 'a.A')], kind: 'commutes' },
  { claim: 'nothing beside something', one: [], other: [alter(10)], kind: 'commutes' },
  {
    claim: 'two models',
    one: [new CreateModel({ name: 'C', fields: { id } })],
    other: [new DeleteModel({ name: 'B' })],
    kind: 'commutes',
  },
  {
    claim: 'two definitions of a field',
    one: [add('B', 'p'), alter(10)],
    other: [add('B', 'q'), alter(20)],
    kind: 'conflict',
    pair: ['Alter field x on A', 'Alter field x on A'],
  },
  {
    claim: 'the same field, twice',
    one: [add('A', 'p')],
    other: [add('A', 'p')],
    kind: 'conflict',
    pair: ['Add field p to A', 'Add field p to A'],
  },
  {
    claim: 'a field that is renamed and altered',
    one: [new RenameField({ model: 'A', oldName: 'x', newName: 'z' })],
    other: [add('B', 'p'), alter(10)],
    kind: 'conflict',
    pair: ['Rename field x on A to z', 'Alter field x on A'],
  },
  {
    claim: 'a model that is renamed and changed',
    one: [new RenameModel({ oldName: 'A', newName: 'C' })],
    other: [add('A', 'p')],
    kind: 'conflict',
    pair: ['Rename model A to C', 'Add field p to A'],
  },
  {
    claim: 'an index on a field that goes',
    one: [new AddIndex({ model: 'A', index: Index({ name: 'i', fields: ['y'] }) })],
    other: [new RemoveField({ model: 'A', name: 'y' })],
    kind: 'conflict',
    pair: ['Remove field y from A', 'Create index i on field(s) y of model A'],
  },
  {
    claim: 'a relation to a model that goes',
    one: [to('A', 'b', 'a.B')],
    other: [new DeleteModel({ name: 'B' })],
    kind: 'conflict',
  },
  {
    claim: 'options of a model',
    one: [new AlterModelOptions({ name: 'A', options: { ordering: ['x'] } })],
    other: [new AlterModelOptions({ name: 'A', options: { ordering: ['y'] } })],
    kind: 'conflict',
  },
  {
    claim: 'the same alteration, of which the second has nothing to do',
    one: [alter(10)],
    other: [alter(10)],
    kind: 'conflict',
  },
  {
    claim: 'code',
    one: [new RunCode({ code: async function fill() {} })],
    other: [add('A', 'q')],
    kind: 'unknown',
    pair: ['Run code fill', 'Add field q to A'],
  },
  {
    claim: 'SQL of both',
    one: [new RunSQL({ sql: 'SELECT 1' })],
    other: [new RunSQL({ sql: 'SELECT 2' })],
    kind: 'unknown',
  },
  {
    claim: 'code that does nothing',
    one: [new RunCode({ code: RunCode.noop })],
    other: [add('A', 'q')],
    kind: 'commutes',
  },
]

describe('branches with', () => {
  for (const { claim, one, other, kind, pair } of cases) {
    test(`${claim}: ${kind}`, () => {
      const graph = graphOf({
        'a.0001': { operations: base },
        'a.0002_one': { dependencies: ['a.0001'], operations: one },
        'a.0002_other': { dependencies: ['a.0001'], operations: other },
      })
      const found = commutation(graph, 'a.0002_one', 'a.0002_other', postgresSchema)
      assert.equal(found.kind, kind, found.kind === 'conflict' ? found.why : found.kind)
      if (pair !== undefined && found.kind !== 'commutes') {
        assert.deepEqual(
          found.pair.map(({ operation }) => operation.describe()),
          pair,
        )
      }
    })
  }
})

test('a branch is what the others do not have', () => {
  const graph = graphOf({
    'a.0001': [],
    'a.0002_one': ['a.0001'],
    'a.0003_two': ['a.0002_one', 'b.0001'],
    'a.0002_three': ['a.0001'],
    'b.0001': [],
  })
  assert.deepEqual(
    branchesOf(graph, 'a').map(({ leaf, migrations }) => [leaf.name, migrations.map(({ name }) => name)]),
    [
      ['0002_three', ['0002_three']],
      ['0003_two', ['0002_one', '0003_two']],
    ],
  )
})
