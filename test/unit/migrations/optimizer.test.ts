import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Index } from '../../../src/constraints'
import { CharField, ForeignKey, IntegerField, ManyToManyField } from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { optimize } from '../../../src/migrations/optimizer'
import {
  AddField,
  AddIndex,
  AlterField,
  AlterModelOptions,
  AlterUniqueTogether,
  CreateModel,
  DeleteModel,
  RemoveField,
  RemoveIndex,
  RenameField,
  RenameIndex,
  RenameModel,
  RunSQL,
} from '../../../src/operations'
import type { Operation } from '../../../src/operations/operation'

const number = IntegerField({ null: true })
const text = CharField({ maxLength: 10 })
const to = (key: string) => ForeignKey(key, { onDelete: 'CASCADE' })
const create = (name: string, fields: Readonly<Record<string, Field>> = {}): Operation =>
  new CreateModel({ name, fields })
const remove = (name: string): Operation => new DeleteModel({ name })
const add = (model: string, name: string, field: Field = number): Operation => new AddField({ model, name, field })
const alter = (model: string, name: string, field: Field = text): Operation => new AlterField({ model, name, field })
const drop = (model: string, name: string): Operation => new RemoveField({ model, name })
const rename = (model: string, oldName: string, newName: string): Operation =>
  new RenameField({ model, oldName, newName })
const index = (model: string, name: string, field: string): Operation =>
  new AddIndex({ model, index: Index({ name, fields: [field] }) })

interface Case {
  readonly claim: string
  readonly from: readonly Operation[]
  readonly to: readonly Operation[]
}

const cases: readonly Case[] = [
  {
    claim: 'changes of a model fold into its creation',
    from: [create('A'), add('A', 'x'), alter('A', 'x'), rename('A', 'x', 'y'), add('A', 'z'), drop('A', 'z')],
    to: [create('A', { y: text })],
  },
  {
    claim: 'and so do its options and indexes',
    from: [
      create('A', { x: number }),
      index('A', 'i', 'x'),
      new RenameIndex({ model: 'A', oldName: 'i', newName: 'j' }),
      new AlterModelOptions({ name: 'A', options: { ordering: ['x'] } }),
    ],
    to: [
      new CreateModel({
        name: 'A',
        fields: { x: number },
        options: { indexes: [Index({ name: 'j', fields: ['x'] }) as never], ordering: ['x'] },
      }),
    ],
  },
  { claim: 'what is created and deleted never was', from: [create('A'), add('A', 'x'), remove('A')], to: [] },
  {
    claim: 'other operations do not stand in the way',
    from: [create('A'), create('B'), add('A', 'x'), add('B', 'a', to('app.A')), index('B', 'i', 'a')],
    to: [
      create('A', { x: number }),
      new CreateModel({
        name: 'B',
        fields: { a: to('app.A') },
        options: { indexes: [Index({ name: 'i', fields: ['a'] }) as never] },
      }),
    ],
  },
  {
    claim: 'the creation moves to the change where the change cannot move to the creation',
    from: [create('A'), create('B'), add('A', 'b', to('app.B'))],
    to: [create('B'), create('A', { b: to('app.B') })],
  },
  {
    claim: 'neither can move where two models need each other',
    from: [create('A'), create('B', { a: to('app.A') }), add('A', 'b', to('app.B'))],
    to: [create('A'), create('B', { a: to('app.A') }), add('A', 'b', to('app.B'))],
  },
  {
    claim: 'two that read the same model may pass each other',
    from: [create('User'), create('A'), create('B', { user: to('app.User') }), add('A', 'user', to('app.User'))],
    to: [create('User'), create('A', { user: to('app.User') }), create('B', { user: to('app.User') })],
  },
  {
    claim: 'code and SQL are passed by nothing',
    from: [create('A'), new RunSQL({ sql: 'SELECT 1' }), add('A', 'x'), add('A', 'y'), drop('A', 'y')],
    to: [create('A'), new RunSQL({ sql: 'SELECT 1' }), add('A', 'x')],
  },
  {
    claim: 'an option is set once',
    from: [
      new AlterModelOptions({ name: 'A', options: { ordering: ['x'] } }),
      add('A', 'y'),
      new AlterModelOptions({ name: 'A', options: {} }),
    ],
    to: [new AlterModelOptions({ name: 'A', options: {} }), add('A', 'y')],
  },
  {
    claim: 'renames are followed up',
    from: [
      new RenameModel({ oldName: 'A', newName: 'B' }),
      new RenameModel({ oldName: 'B', newName: 'C' }),
      rename('C', 'x', 'y'),
      rename('C', 'y', 'z'),
    ],
    to: [new RenameModel({ oldName: 'A', newName: 'C' }), rename('C', 'x', 'z')],
  },
  {
    claim: 'an alteration is not needed before a removal, nor anything before a deletion',
    from: [alter('A', 'x'), drop('A', 'x'), index('B', 'i', 'y'), alter('B', 'y'), remove('B')],
    to: [drop('A', 'x'), remove('B')],
  },
  {
    claim: 'a reference is not kept until after its model is deleted',
    from: [drop('B', 'a'), remove('A'), remove('B')],
    to: [drop('B', 'a'), remove('A'), remove('B')],
  },
  {
    claim: 'nor is a model deleted before a reference to it is gone',
    from: [add('A', 'x'), drop('B', 'a'), remove('A')],
    to: [drop('B', 'a'), remove('A')],
  },
  {
    claim: 'nor altered away from too late',
    from: [alter('B', 'a', to('app.C')), remove('A'), create('D'), alter('B', 'a', to('app.D'))],
    to: [alter('B', 'a', to('app.C')), remove('A'), create('D'), alter('B', 'a', to('app.D'))],
  },
  {
    claim: 'a set that speaks of a field goes before the field',
    from: [
      new AlterUniqueTogether({ name: 'A', uniqueTogether: [] }),
      drop('A', 'x'),
      add('A', 'y'),
      new AlterUniqueTogether({ name: 'A', uniqueTogether: [['y', 'z']] }),
    ],
    to: [
      new AlterUniqueTogether({ name: 'A', uniqueTogether: [] }),
      drop('A', 'x'),
      add('A', 'y'),
      new AlterUniqueTogether({ name: 'A', uniqueTogether: [['y', 'z']] }),
    ],
  },
  {
    claim: 'an index that comes back is another index',
    from: [new RemoveIndex({ model: 'A', name: 'i' }), index('A', 'i', 'x')],
    to: [new RemoveIndex({ model: 'A', name: 'i' }), index('A', 'i', 'x')],
  },
  {
    claim: 'links through a model wait for it',
    from: [
      create('A'),
      create('L', { a: to('app.A') }),
      add('A', 'as', ManyToManyField('app.A', { through: 'app.L' })),
    ],
    to: [create('A'), create('L', { a: to('app.A') }), add('A', 'as', ManyToManyField('app.A', { through: 'app.L' }))],
  },
]

describe('optimizing', () => {
  for (const { claim, from, to: expected } of cases) {
    test(claim, () => {
      const optimized = optimize(from, 'app')
      assert.deepEqual(optimized, [...expected], optimized.map((each) => each.describe()).join('\n'))
    })
  }
})

/** Measured, not held to. */
test('a thousand operations take a moment', (t) => {
  const history = Array.from({ length: 50 }, (_, at) => {
    const name = `Model${at}`
    const fields = Array.from({ length: 9 }, (_, field) => add(name, `f${field}`))
    const changes = Array.from({ length: 8 }, (_, field) => alter(name, `f${field}`))
    return [
      create(name),
      add(name, 'next', to(`app.Model${(at * 7) % 50}`)),
      ...fields,
      ...changes,
      index(name, `i${at}`, 'f1'),
    ]
  })
  const mixed = Array.from({ length: 20 }, (_, at) => history.flatMap((each) => each[at] ?? [])).flat()
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    assert.ok(optimize(mixed, 'app').length <= 100)
    return performance.now() - start
  })
  t.diagnostic(`${mixed.length} operations: first ${times[0]?.toFixed(1)} ms, best ${Math.min(...times).toFixed(1)} ms`)
})
