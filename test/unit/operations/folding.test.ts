import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equal } from '../../../src/base/equal'
import { CheckConstraint, Index } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import { BigAutoField, CharField, ForeignKey, IntegerField } from '../../../src/fields'
import {
  AddConstraint,
  AddField,
  AddIndex,
  AlterField,
  AlterModelOptions,
  AlterModelTable,
  AlterModelTableComment,
  AlterOrderWithRespectTo,
  AlterUniqueTogether,
  CreateModel,
  DeleteModel,
  RemoveConstraint,
  RemoveField,
  RemoveIndex,
  RenameField,
  RenameIndex,
  RenameModel,
  RunSQL,
} from '../../../src/operations'
import type { Operation } from '../../../src/operations/operation'
import { Q } from '../../../src/sql/q'
import type { ModelOptions } from '../../../src/state/model-options'

const id = BigAutoField()
const a = IntegerField({ null: true })
const b = CharField({ maxLength: 5 })
const index = (name: string): NamedIndex => Index({ fields: ['a'], name })
const check = CheckConstraint({ condition: Q({ a__gt: 0 }), name: 'c' })

const create = (fields: CreateModel['args']['fields'], options: ModelOptions = {}): CreateModel =>
  new CreateModel({ name: 'M', fields, options })
const addA = new AddField({ model: 'M', name: 'a', field: a })
const alterA = new AlterField({ model: 'M', name: 'a', field: IntegerField() })
const rename = (oldName: string, newName: string): RenameField => new RenameField({ model: 'M', oldName, newName })

type Pair = readonly [title: string, earlier: Operation, later: Operation, becomes: readonly Operation[] | undefined]

const pairs: readonly Pair[] = [
  ['created and deleted', create({ id }), new DeleteModel({ name: 'M' }), []],
  [
    'created and renamed',
    create({ id }),
    new RenameModel({ oldName: 'M', newName: 'N' }),
    [new CreateModel({ name: 'N', fields: { id } })],
  ],
  [
    'created with a relation to itself and renamed',
    create({ id, up: ForeignKey('shop.M', { onDelete: 'CASCADE' }) }),
    new RenameModel({ oldName: 'M', newName: 'N' }),
    undefined,
  ],
  [
    'created with a relation to a field of itself, which is renamed',
    create({ id, b, up: ForeignKey('shop.M', { onDelete: 'CASCADE', toField: 'b' }) }),
    rename('b', 'c'),
    [create({ id, c: b, up: ForeignKey('shop.M', { onDelete: 'CASCADE', toField: 'c' }) })],
  ],
  [
    'created, table',
    create({ id }),
    new AlterModelTable({ name: 'M', dbTable: 't' }),
    [create({ id }, { dbTable: 't' })],
  ],
  [
    'created, comment',
    create({ id }),
    new AlterModelTableComment({ name: 'M', dbTableComment: 'x' }),
    [create({ id }, { dbTableComment: 'x' })],
  ],
  [
    'created, options',
    create({ id }),
    new AlterModelOptions({ name: 'M', options: { ordering: ['id'] } }),
    [create({ id }, { ordering: ['id'] })],
  ],
  [
    'created, order',
    create({ id }),
    new AlterOrderWithRespectTo({ name: 'M', orderWithRespectTo: 'a' }),
    [create({ id }, { orderWithRespectTo: 'a' })],
  ],
  [
    'created, together',
    create({ a, b }),
    new AlterUniqueTogether({ name: 'M', uniqueTogether: [['a', 'b']] }),
    [create({ a, b }, { uniqueTogether: [['a', 'b']] })],
  ],
  ['created, field', create({ id }), addA, [create({ id, a })]],
  ['created, altered', create({ id, a }), alterA, [create({ id, a: IntegerField() })]],
  ['created, removed', create({ id, a }), new RemoveField({ model: 'M', name: 'a' }), [create({ id })]],
  [
    'created, removed but in use',
    create({ id, a }, { indexes: [index('i')] }),
    new RemoveField({ model: 'M', name: 'a' }),
    undefined,
  ],
  [
    'created, field renamed',
    create({ id, a }, { ordering: ['a'] }),
    rename('a', 'z'),
    [create({ id, z: a }, { ordering: ['z'] })],
  ],
  [
    'created, index',
    create({ id, a }),
    new AddIndex({ model: 'M', index: index('i') }),
    [create({ id, a }, { indexes: [index('i')] })],
  ],
  [
    'created, index renamed',
    create({ a }, { indexes: [index('i')] }),
    new RenameIndex({ model: 'M', oldName: 'i', newName: 'j' }),
    [create({ a }, { indexes: [index('j')] })],
  ],
  [
    'created, index removed',
    create({ a }, { indexes: [index('i')] }),
    new RemoveIndex({ model: 'M', name: 'i' }),
    [create({ a })],
  ],
  [
    'created, constraint',
    create({ a }),
    new AddConstraint({ model: 'M', constraint: check }),
    [create({ a }, { constraints: [check] })],
  ],
  [
    'created, constraint removed',
    create({ a }, { constraints: [check] }),
    new RemoveConstraint({ model: 'M', name: 'c' }),
    [create({ a })],
  ],
  ['another model', create({ id }), new AddField({ model: 'N', name: 'a', field: a }), undefined],
  [
    'renamed twice',
    new RenameModel({ oldName: 'L', newName: 'M' }),
    new RenameModel({ oldName: 'M', newName: 'N' }),
    [new RenameModel({ oldName: 'L', newName: 'N' })],
  ],
  [
    'renamed and back',
    new RenameModel({ oldName: 'L', newName: 'M' }),
    new RenameModel({ oldName: 'M', newName: 'L' }),
    [],
  ],
  ['added and altered', addA, alterA, [new AddField({ model: 'M', name: 'a', field: IntegerField() })]],
  [
    'added with a value for old rows and altered',
    new AddField({ model: 'M', name: 'a', field: IntegerField(), oneOffDefault: 5 }),
    new AlterField({ model: 'M', name: 'a', field: IntegerField({ dbIndex: true }) }),
    [new AddField({ model: 'M', name: 'a', field: IntegerField({ dbIndex: true }), oneOffDefault: 5 })],
  ],
  ['added and removed', addA, new RemoveField({ model: 'M', name: 'a' }), []],
  ['added and renamed', addA, rename('a', 'z'), [new AddField({ model: 'M', name: 'z', field: a })]],
  ['altered twice', new AlterField({ model: 'M', name: 'a', field: b }), alterA, [alterA]],
  [
    'altered and removed',
    alterA,
    new RemoveField({ model: 'M', name: 'a' }),
    [new RemoveField({ model: 'M', name: 'a' })],
  ],
  ['field renamed twice', rename('x', 'a'), rename('a', 'z'), [rename('x', 'z')]],
  ['field renamed and back', rename('x', 'a'), rename('a', 'x'), []],
  ['a part changed and the model deleted', addA, new DeleteModel({ name: 'M' }), [new DeleteModel({ name: 'M' })]],
  [
    'index added and removed',
    new AddIndex({ model: 'M', index: index('i') }),
    new RemoveIndex({ model: 'M', name: 'i' }),
    [],
  ],
  [
    'index added and renamed',
    new AddIndex({ model: 'M', index: index('i') }),
    new RenameIndex({ model: 'M', oldName: 'i', newName: 'j' }),
    [new AddIndex({ model: 'M', index: index('j') })],
  ],
  [
    'constraint added and removed',
    new AddConstraint({ model: 'M', constraint: check }),
    new RemoveConstraint({ model: 'M', name: 'c' }),
    [],
  ],
  [
    'table named twice',
    new AlterModelTable({ name: 'M', dbTable: 's' }),
    new AlterModelTable({ name: 'M', dbTable: 't' }),
    [new AlterModelTable({ name: 'M', dbTable: 't' })],
  ],
  ['SQL in between is left alone', new RunSQL({ sql: 'SELECT 1' }), addA, undefined],
]

const shown = (operations: readonly Operation[] | undefined): unknown =>
  operations?.map((operation) => ({ is: operation.constructor.name, args: operation.args }))

describe('what two operations become together', () => {
  for (const [title, earlier, later, becomes] of pairs) {
    test(title, () => {
      const folded = later.foldInto(earlier, 'shop')
      if (!equal(shown(folded), shown(becomes))) assert.deepEqual(shown(folded), shown(becomes))
    })
  }
})
