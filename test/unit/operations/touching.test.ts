import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Index } from '../../../src/constraints'
import { CharField, ForeignKey, IntegerField } from '../../../src/fields'
import {
  AddField,
  AddIndex,
  AlterField,
  AlterUniqueTogether,
  CreateModel,
  DeleteModel,
  RemoveField,
  RenameField,
  RunSQL,
} from '../../../src/operations'
import { mayChangePlaces, type Operation } from '../../../src/operations/operation'

const createA = new CreateModel({ name: 'A', fields: { id: IntegerField({ primaryKey: true }) } })
const createB = new CreateModel({ name: 'B', fields: { a: ForeignKey('shop.A', { onDelete: 'CASCADE' }) } })
const addX = new AddField({ model: 'A', name: 'x', field: IntegerField({ null: true }) })
const addY = new AddField({ model: 'A', name: 'y', field: IntegerField({ null: true }) })
const addLink = new AddField({ model: 'B', name: 'a', field: ForeignKey('shop.A', { onDelete: 'CASCADE' }) })

const rows: readonly (readonly [string, Operation, Operation, boolean])[] = [
  ['two fields of one model', addX, addY, true],
  ['a field and its model', createA, addX, false],
  ['a model and another', createA, new CreateModel({ name: 'C', fields: {} }), true],
  ['a model and one that refers to it', createA, createB, false],
  ['a relation and a field of its target', addLink, addX, true],
  [
    'a relation and the key of its target',
    addLink,
    new AlterField({ model: 'A', name: 'id', field: CharField({ primaryKey: true }) }),
    false,
  ],
  ['a relation and the deletion of its target', addLink, new DeleteModel({ name: 'A' }), false],
  ['an index and its field', addX, new AddIndex({ model: 'A', index: Index({ fields: ['x'], name: 'i' }) }), false],
  ['an index and another field', addY, new AddIndex({ model: 'A', index: Index({ fields: ['x'], name: 'i' }) }), true],
  [
    'a set of unique fields and one of them renamed',
    new AlterUniqueTogether({ name: 'A', uniqueTogether: [['x', 'y']] }),
    new RenameField({ model: 'A', oldName: 'x', newName: 'z' }),
    false,
  ],
  ['a field removed and one of that name added', new RemoveField({ model: 'A', name: 'x' }), addX, false],
  ['anything and SQL', addX, new RunSQL({ sql: 'SELECT 1' }), false],
]

describe('two operations may change places unless one writes what the other reads or writes', () => {
  for (const [title, a, b, may] of rows) {
    test(title, () => {
      assert.equal(mayChangePlaces(a.touches('shop'), b.touches('shop')), may)
      assert.equal(mayChangePlaces(b.touches('shop'), a.touches('shop')), may)
    })
  }
})
