import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equal } from '../../../src/base/equal'
import { CheckConstraint, Index } from '../../../src/constraints'
import { BooleanField, CharField, EnumField, GeneratedField, TextField } from '../../../src/fields'
import { optimize } from '../../../src/migrations/optimizer'
import {
  AddConstraint,
  AddEnumValue,
  AddField,
  AddIndex,
  AlterExtension,
  AlterField,
  AlterFunction,
  AlterMaterializedView,
  AlterModelRowLevelSecurity,
  AlterPolicy,
  AlterSqlObject,
  AlterTrigger,
  AlterView,
  CreateCollation,
  CreateEnum,
  CreateExtension,
  CreateFunction,
  CreateMaterializedView,
  CreateModel,
  CreatePolicy,
  CreateSchema,
  CreateSqlObject,
  CreateTrigger,
  CreateView,
  DeleteFunction,
  DeleteMaterializedView,
  DeletePolicy,
  DeleteSchema,
  DeleteSqlObject,
  DeleteTrigger,
  DeleteView,
  DropEnum,
  DropExtension,
  RemoveCollation,
  RemoveEnumValue,
  RemoveField,
  RenameEnum,
  RenameEnumValue,
  ReorderEnum,
  RunSQL,
} from '../../../src/operations'
import type { Operation } from '../../../src/operations/operation'
import { Case, RawSQL } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'

const create = (...values: readonly string[]): CreateEnum => new CreateEnum({ name: 'mood', values })
const add = (value: string): AddEnumValue => new AddEnumValue({ enum: 'mood', value })
const rename = (oldValue: string, newValue: string): RenameEnumValue =>
  new RenameEnumValue({ enum: 'mood', oldValue, newValue })
const titles = { name: 'titles', sql: 'SELECT 1', dependsOn: ['shop.Book'] }
const wider = { ...titles, sql: 'SELECT 1, 2' }
const touch = { name: 'touch', returns: 'trigger', body: '' }
const fire = { name: 't', on: 'shop.Book', when: 'AFTER', events: ['UPDATE'], function: 'touch' } as const
const own = { name: 'own', on: 'shop.Book' }
const domain = { name: 'd', sql: 'CREATE DOMAIN …', dropSql: 'DROP DOMAIN …' }
const text = TextField()
const mood = EnumField('mood')
const day = (fields: CreateModel['args']['fields'] = {}): CreateModel => new CreateModel({ name: 'Day', fields })
const book = new CreateModel({ name: 'Book', fields: { title: text } })

describe('what is made and changed in one go is made as it ends up', () => {
  const cases: Readonly<Record<string, readonly [operations: readonly Operation[], become: readonly Operation[]]>> = {
    'values of a new enum': [
      [create('b'), add('c'), new AddEnumValue({ enum: 'mood', value: 'a', before: 'b', atomic: false })],
      [create('a', 'b', 'c')],
    ],
    'values renamed, removed and sorted': [
      [
        create('a', 'b', 'c'),
        new RenameEnumValue({ enum: 'mood', oldValue: 'a', newValue: 'd' }),
        new RemoveEnumValue({ enum: 'mood', value: 'b' }),
        new ReorderEnum({ enum: 'mood', values: ['c', 'd'] }),
      ],
      [create('c', 'd')],
    ],
    'an enum renamed twice, after it is made': [
      [create('a'), new RenameEnum({ oldName: 'mood', newName: 'x' }), new RenameEnum({ oldName: 'x', newName: 'y' })],
      [new CreateEnum({ name: 'y', values: ['a'] })],
    ],
    'an enum renamed and back': [
      [new RenameEnum({ oldName: 'mood', newName: 'x' }), new RenameEnum({ oldName: 'x', newName: 'mood' })],
      [],
    ],
    'values of an enum that a model has a field of': [
      [
        create('a'),
        day({ mood }),
        add('b'),
        new RenameEnumValue({ enum: 'mood', oldValue: 'a', newValue: 'c' }),
        new AddField({ model: 'Day', name: 'last', field: EnumField('mood', { default: 'b' }) }),
        new AddEnumValue({ enum: 'mood', value: 'd', before: 'b' }),
        new ReorderEnum({ enum: 'mood', values: ['b', 'c', 'd'] }),
        new RemoveEnumValue({ enum: 'mood', value: 'c' }),
      ],
      [create('b', 'd'), day({ mood, last: EnumField('mood', { default: 'b' }) })],
    ],
    'a value that is added and renamed, and renamed again': [
      [add('b'), rename('b', 'c'), day({ mood }), rename('c', 'd')],
      [add('d'), day({ mood })],
    ],
    'a value that is renamed and back': [[rename('a', 'b'), rename('b', 'a')], []],
    'a value that is added and removed': [[add('b'), new RemoveEnumValue({ enum: 'mood', value: 'b' })], []],
    'an order that changes twice': [
      [
        new ReorderEnum({ enum: 'mood', values: ['b', 'a'] }),
        day({ mood }),
        new ReorderEnum({ enum: 'mood', values: ['a', 'b'] }),
      ],
      [new ReorderEnum({ enum: 'mood', values: ['a', 'b'] }), day({ mood })],
    ],
    'an enum that is dropped again, with the fields of it': [
      [
        create('a'),
        day({ mood, title: text }),
        add('b'),
        new RemoveField({ model: 'Day', name: 'mood' }),
        new DropEnum({ name: 'mood' }),
      ],
      [day({ title: text })],
    ],
    'an enum that is dropped again': [[create('a'), add('b'), new DropEnum({ name: 'mood' })], []],
    'a view': [[new CreateView(titles), new AlterView(wider)], [new CreateView(wider)]],
    'a view changed twice': [[new AlterView(titles), new AlterView(wider)], [new AlterView(wider)]],
    'a view changed and dropped': [
      [new AlterView(titles), new DeleteView({ name: 'titles' })],
      [new DeleteView({ name: 'titles' })],
    ],
    'a function': [[new CreateFunction(touch), new AlterFunction(touch)], [new CreateFunction(touch)]],
    'a trigger': [
      [new CreateTrigger(fire), new AlterTrigger(fire), new DeleteTrigger({ name: 't', on: 'shop.Book' })],
      [],
    ],
    'row level security': [
      [book, new AlterModelRowLevelSecurity({ name: 'Book', rowLevelSecurity: true })],
      [new CreateModel({ ...book.args, options: { rowLevelSecurity: true } })],
    ],
    'a model whose field is of an enum that changes in between: after it': [
      [day(), add('b'), new AddField({ model: 'Day', name: 'mood', field: mood })],
      [add('b'), day({ mood })],
    ],
    'everything that is dropped again': [
      [
        new CreateExtension({ name: 'e' }),
        new AlterExtension({ name: 'e', version: '2' }),
        new CreateSchema({ name: 's' }),
        new CreateCollation({ name: 'c', locale: 'und' }),
        new CreateMaterializedView(titles),
        new AlterMaterializedView(wider),
        new CreatePolicy(own),
        new AlterPolicy(own),
        new CreateSqlObject(domain),
        new AlterSqlObject(domain),
        new CreateFunction(touch),
        new DeleteFunction({ name: 'touch' }),
        new DeleteSqlObject({ name: 'd' }),
        new DeletePolicy(own),
        new DeleteMaterializedView({ name: 'titles' }),
        new RemoveCollation({ name: 'c' }),
        new DeleteSchema({ name: 's' }),
        new DropExtension({ name: 'e' }),
      ],
      [],
    ],
  }
  for (const [what, [operations, expected]] of Object.entries(cases)) test(what, () => becomes(operations, expected))
})

describe('nothing passes what it needs, or what needs it', () => {
  const alter = (field = text): AlterField => new AlterField({ model: 'Book', name: 'title', field: field as never })
  const happy = (...values: string[]): AddConstraint =>
    new AddConstraint({
      model: 'Day',
      constraint: CheckConstraint({ name: 'happy', condition: Q({ mood__in: values }) }),
    })
  const cases: Readonly<Record<string, readonly Operation[]>> = {
    'a value that is a default, and renamed': [
      create('a', 'b'),
      day({ mood: EnumField('mood', { dbDefault: 'a' }) }),
      rename('a', 'c'),
    ],
    'a value that is a default in SQL, and renamed': [
      create('a', 'b'),
      day({ mood: EnumField('mood', { dbDefault: RawSQL("lower('a')::mood") }) }),
      rename('a', 'c'),
    ],
    'a value that a function may give, and that is removed': [
      create('a', 'b'),
      new AddField({ model: 'Day', name: 'mood', field: mood, oneOffDefault: () => 'a' }),
      new RemoveEnumValue({ enum: 'mood', value: 'a' }),
    ],
    'a value that a condition names, and that is renamed': [
      create('a', 'b'),
      new AddField({ model: 'Day', name: 'mood', field: mood }),
      happy('a'),
      rename('a', 'c'),
    ],
    'a value, and a condition that names it': [day({ mood }), add('b'), happy('b')],
    'a value, and an index of the rows that have it': [
      day({ mood }),
      add('b'),
      new AddIndex({ model: 'Day', index: Index({ name: 'i', fields: ['mood'], condition: Q({ mood: 'b' }) }) }),
    ],
    'a value, and a column that is computed of it': [
      day({ mood }),
      add('b'),
      new AddField({
        model: 'Day',
        name: 'is_b',
        field: GeneratedField({
          expression: Case([{ when: Q({ mood: 'b' }), then: true }], false),
          outputField: BooleanField(),
        }),
      }),
    ],
    'a value beside another one that is renamed': [
      add('b'),
      new AddEnumValue({ enum: 'mood', value: 'c', after: 'b' }),
      rename('b', 'd'),
    ],
    'values of different enums': [add('b'), new RenameEnumValue({ enum: 'other', oldValue: 'b', newValue: 'c' })],
    'SQL that may count values': [create('a'), new RunSQL({ sql: 'SELECT 1' }), add('b')],
    'an enum that is renamed before its last name is dropped': [
      new RenameEnum({ oldName: 'x', newName: 'mood' }),
      new DropEnum({ name: 'mood' }),
    ],
    'a change of a column, a view on it': [book, new CreateView(titles), alter(CharField() as never)],
    'a change of a column, a view that is gone first': [
      alter(),
      new DeleteView({ name: 'other' }),
      alter(CharField() as never),
    ],
    'a view of one name, a trigger of another table': [
      new CreateTrigger(fire),
      new DeleteTrigger({ name: 't', on: 'shop.Other' }),
    ],
  }
  for (const [what, operations] of Object.entries(cases)) test(what, () => becomes(operations, operations))
})

function becomes(operations: readonly Operation[], expected: readonly Operation[]): void {
  const optimized = optimize(operations, 'shop')
  assert.deepEqual(
    optimized.map((each) => each.describe()),
    expected.map((each) => each.describe()),
  )
  assert.ok(optimized.every((each, i) => equal(each.args, expected[i]?.args)))
}
