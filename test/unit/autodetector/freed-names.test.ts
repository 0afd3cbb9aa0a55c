import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CheckConstraint, Index, UniqueConstraint } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import { CharField, ForeignKey, IntegerField, ManyToManyField } from '../../../src/fields'
import { optimize } from '../../../src/migrations/optimizer'
import { AddIndex, CreateModel, DeleteModel, RemoveIndex, RenameModel } from '../../../src/operations'
import { Q } from '../../../src/sql/q'
import type { ModelOptions } from '../../../src/state/model-options'
import type { ModelState } from '../../../src/state/model-state'
import { described, detect, model, reached, state } from '../../support/build'

const size = IntegerField()
const to = (key: string) => ForeignKey(key, { onDelete: 'CASCADE' })
const index = (name: string): NamedIndex => Index({ fields: ['size'], name }) as NamedIndex
const unique = (name: string) => UniqueConstraint({ fields: ['size'], name })
const sized = (key: string, options: ModelOptions): ModelState => model(key, { size }, { options })

interface Case {
  readonly from: readonly ModelState[]
  readonly to: readonly ModelState[]
  readonly operations: readonly string[]
}

const cases: Readonly<Record<string, Case>> = {
  'an index of a deleted model': {
    from: [sized('a.Old', { indexes: [index('i')] })],
    to: [sized('a.Another', { indexes: [index('i')], ordering: ['size'], getLatestBy: 'size' })],
    operations: ['a: Delete model Old', 'a: Create model Another'],
  },
  'a unique constraint of a deleted model of another app': {
    from: [sized('b.Old', { constraints: [unique('u')] })],
    to: [model('a.New', { size, title: CharField() }, { options: { constraints: [unique('u')] } })],
    operations: ['b: Delete model Old', 'a: Create model New'],
  },
  'the table of a deleted model, by whatever name': {
    from: [sized('a.Old', { dbTable: 'a_new' })],
    to: [model('a.New', { title: CharField() })],
    operations: ['a: Delete model Old', 'a: Create model New'],
  },
  'a table of links of a deleted model': {
    from: [model('a.Old', { links: ManyToManyField('a.Kept', { dbTable: 'b_new' }) }), model('a.Kept')],
    to: [model('b.New'), model('a.Kept')],
    operations: ['a: Delete model Old', 'b: Create model New'],
  },
  'an automatic index of a deleted model': {
    from: [sized('a.Old', { indexes: [index('a_new_size_5d0cc1d2')] })],
    to: [sized('a.New', { indexes: [index('a_new_size_5d0cc1d2')], constraints: [unique('x')] })],
    operations: ['a: Delete model Old', 'a: Create model New'],
  },
  'an index that goes from one model to another': {
    from: [sized('a.B', { indexes: [index('i')] }), sized('a.A', {})],
    to: [sized('a.B', {}), sized('a.A', { indexes: [index('i')] })],
    operations: ['a: Remove index i from B', 'a: Create index i on field(s) size of model A'],
  },
  'an index that comes to a model of another app': {
    from: [sized('b.B', { indexes: [index('i')] }), sized('a.A', {})],
    to: [sized('b.B', {}), sized('a.A', { indexes: [index('i')] })],
    operations: ['b: Remove index i from B', 'a: Create index i on field(s) size of model A'],
  },
  'an index of a removed field': {
    from: [model('a.B', { size: IntegerField({ unique: true }) }), sized('a.A', {})],
    to: [model('a.B'), sized('a.A', { indexes: [index('a_b_size_key')] })],
    operations: ['a: Remove field size from B', 'a: Create index a_b_size_key on field(s) size of model A'],
  },
  'an index of a deleted model that has to go last': {
    from: [sized('a.Old', { indexes: [index('i')] }), model('a.Part', { of: to('a.Old') })],
    to: [
      sized('a.New', { indexes: [index('i')], ordering: ['size'], getLatestBy: 'size' }),
      model('a.Part', { of: to('a.New') }),
    ],
    operations: [
      'a: Remove index i from Old',
      'a: Create model New',
      'a: Alter field of on Part',
      'a: Delete model Old',
    ],
  },
  'a check, whose name only its table knows': {
    from: [
      sized('a.Old', { constraints: [CheckConstraint({ name: 'c', condition: Q({ size__gt: 0 }) })] }),
      model('a.Part', { of: to('a.Old') }),
    ],
    to: [
      model(
        'a.New',
        { title: CharField() },
        { options: { constraints: [CheckConstraint({ name: 'c', condition: Q({ title: 'x' }) })] } },
      ),
      model('a.Part', { of: to('a.New') }),
    ],
    operations: ['a: Create model New', 'a: Alter field of on Part', 'a: Delete model Old'],
  },
}

describe('a name is taken after it is free', () => {
  for (const [title, { from, to: models, operations }] of Object.entries(cases)) {
    test(title, () => {
      const [before, after] = [state(...from), state(...models)]
      const { migrations } = detect({ from: before, to: after })
      assert.deepEqual(
        described(migrations).map((line) => line.replace(/\..*?:/, ':')),
        operations,
      )
      assert.ok(reached(before, migrations).equals(after))
    })
  }
})

describe('operations do not fold past what frees a name for them', () => {
  const create = (indexes: readonly NamedIndex[] = []) =>
    new CreateModel({ name: 'New', fields: { size }, options: { indexes } })
  const cases = {
    'an index past the removal of another': {
      operations: [
        create(),
        new RemoveIndex({ model: 'Old', name: 'i' }),
        new AddIndex({ model: 'New', index: index('i') }),
      ],
      become: ['Remove index i from Old', 'Create model New'],
    },
    'an index past the deletion of a model': {
      operations: [create(), new DeleteModel({ name: 'Old' }), new AddIndex({ model: 'New', index: index('i') })],
      become: ['Delete model Old', 'Create model New'],
    },
    'the removal of an index past another that has its name': {
      operations: [
        new RemoveIndex({ model: 'Old', name: 'i' }),
        create([index('i')]),
        new DeleteModel({ name: 'Old' }),
      ],
      become: ['Delete model Old', 'Create model New'],
    },
    'a rename past the deletion of a model': {
      operations: [create(), new DeleteModel({ name: 'Old' }), new RenameModel({ oldName: 'New', newName: 'Old' })],
      become: ['Delete model Old', 'Create model Old'],
    },
  }
  for (const [title, { operations, become }] of Object.entries(cases)) {
    test(title, () => {
      assert.deepEqual(
        optimize(operations, 'a').map((each) => each.describe()),
        become,
      )
    })
  }

  test('and where nothing is in the way they fold', () => {
    const folded = optimize(
      [create(), new RemoveIndex({ model: 'Old', name: 'j' }), new AddIndex({ model: 'New', index: index('i') })],
      'a',
    )
    assert.equal(folded.length, 2)
    const gone = [new RemoveIndex({ model: 'Old', name: 'i' }), new DeleteModel({ name: 'Old' })]
    assert.equal(optimize(gone, 'a').length, 1)
  })
})
