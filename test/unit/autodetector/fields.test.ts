import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CheckConstraint, Index, UniqueConstraint } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import {
  BigAutoField,
  CharField,
  CompositePrimaryKey,
  ForeignKey,
  GeneratedField,
  IntegerField,
  ManyToManyField,
  TextField,
  UUIDField,
} from '../../../src/fields'
import { AlterField } from '../../../src/operations'
import { F, Lower, Upper } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import type { ModelState } from '../../../src/state/model-state'
import { answers, described, detect, type ModelExtras, model, onlyOperation, reached, state } from '../../support/build'

const to = (key: string, toField?: string) => ForeignKey(key, { onDelete: 'CASCADE', ...(toField && { toField }) })
const index = (name: string, ...fields: string[]): NamedIndex => Index({ name, fields }) as NamedIndex
const text = CharField({ maxLength: 10 })
const number = IntegerField({ null: true })

type Fields = Parameters<typeof model>[1]
const book = (fields: Fields, options: ModelExtras['options'] = {}): ModelState =>
  model('lib.Book', fields, { options })

interface Case {
  readonly claim: string
  readonly from: ModelState
  readonly to: ModelState
  readonly operations: readonly string[]
}

const cases: readonly Case[] = [
  {
    claim: 'what only people see makes no operation',
    from: book({ a: text }),
    to: book({ a: CharField({ maxLength: 10, helpText: 'x' }) }),
    operations: [],
  },
  {
    claim: 'the order of fields makes no operation',
    from: book({ a: text, b: number }),
    to: book({ b: number, a: text }),
    operations: [],
  },
  { claim: 'a field is added', from: book({}), to: book({ a: number }), operations: ['Add field a to Book'] },
  { claim: 'a field is removed', from: book({ a: number }), to: book({}), operations: ['Remove field a from Book'] },
  {
    claim: 'a field is altered',
    from: book({ a: text }),
    to: book({ a: TextField() }),
    operations: ['Alter field a on Book'],
  },
  {
    claim: 'fields are added in the order of the model, after the removed ones',
    from: book({ z: number, y: UUIDField() }),
    to: book({ y: UUIDField(), d: TextField({ null: true }), c: ManyToManyField('lib.Book') }),
    operations: ['Remove field z from Book', 'Add field d to Book', 'Add field c to Book'],
  },
  {
    claim: 'a foreign key is added when the key that it refers to is of its new type',
    from: book({ id: UUIDField({ primaryKey: true }) }),
    to: book({ id: TextField({ primaryKey: true }), a: to('lib.Book') }),
    operations: ['Alter field id on Book', 'Add field a to Book'],
  },
  {
    claim: 'a column that becomes a table of links is removed and added',
    from: book({ a: to('lib.Book') }),
    to: book({ a: ManyToManyField('lib.Book') }),
    operations: ['Remove field a from Book', 'Add field a to Book'],
  },
  {
    claim: 'links that get a model of their own are removed and added',
    from: book({ a: ManyToManyField('lib.Book') }),
    to: book({ a: ManyToManyField('lib.Book', { through: 'lib.Book' }) }),
    operations: ['Remove field a from Book', 'Add field a to Book'],
  },
  {
    claim: 'a generated column is made anew when its expression changes, and its index with it',
    from: book(
      { a: text, b: GeneratedField({ expression: Lower(F('a')), outputField: text }) },
      { indexes: [index('i', 'b')] },
    ),
    to: book(
      { a: text, b: GeneratedField({ expression: Upper(F('a')), outputField: text }) },
      { indexes: [index('i', 'b')] },
    ),
    operations: [
      'Remove index i from Book',
      'Remove field b from Book',
      'Add field b to Book',
      'Create index i on field(s) b of model Book',
    ],
  },
  {
    claim: 'a generated column goes before what it reads, and comes after it',
    from: book({ a: text, low: GeneratedField({ expression: Lower(F('a')), outputField: text }) }),
    to: book({ low: GeneratedField({ expression: Lower(F('z')), outputField: text }), z: number }),
    operations: [
      'Remove field low from Book',
      'Remove field a from Book',
      'Add field z to Book',
      'Add field low to Book',
    ],
  },
  {
    claim: 'what speaks of a removed field goes first',
    from: book(
      { a: number, b: number },
      {
        indexes: [index('i', 'a')],
        constraints: [CheckConstraint({ name: 'c', condition: Q({ a__gte: 0 }) })],
        uniqueTogether: [['a', 'b']],
        ordering: ['a'],
      },
    ),
    to: book({ b: number }, { ordering: ['b'] }),
    operations: [
      'Remove constraint c from model Book',
      'Remove index i from Book',
      'Alter uniqueTogether for Book (0 constraints)',
      'Change Meta options on Book',
      'Remove field a from Book',
    ],
  },
  {
    claim: 'sets that stay are set once, those of removed fields before',
    from: book(
      { a: number, b: number, c: number },
      {
        uniqueTogether: [
          ['a', 'b'],
          ['b', 'c'],
        ],
      },
    ),
    to: book(
      { b: number, c: number, d: TextField({ null: true }) },
      {
        uniqueTogether: [
          ['b', 'c'],
          ['c', 'd'],
        ],
      },
    ),
    operations: [
      'Alter uniqueTogether for Book (1 constraint)',
      'Remove field a from Book',
      'Add field d to Book',
      'Alter uniqueTogether for Book (2 constraints)',
    ],
  },
  {
    claim: 'sets that change are set at once',
    from: book({ a: number, b: number, c: number }, { uniqueTogether: [['a', 'b']] }),
    to: book(
      { a: number, b: number, c: number },
      {
        uniqueTogether: [
          ['a', 'c'],
          ['b', 'c'],
        ],
      },
    ),
    operations: ['Alter uniqueTogether for Book (2 constraints)'],
  },
  {
    claim: 'the order of sets makes no operation',
    from: book(
      { a: number, b: number, c: number },
      {
        uniqueTogether: [
          ['b', 'c'],
          ['a', 'b'],
        ],
      },
    ),
    to: book(
      { a: number, b: number, c: number },
      {
        uniqueTogether: [
          ['a', 'b'],
          ['b', 'c'],
        ],
      },
    ),
    operations: [],
  },
  {
    claim: 'an index that is the same under another name is renamed',
    from: book({ a: number }, { indexes: [index('i1', 'a'), index('i2', 'id')] }),
    to: book({ a: number }, { indexes: [index('i2', 'id'), index('j', 'a')] }),
    operations: ['Rename index i1 on Book to j'],
  },
  {
    claim: 'an index that changes is removed and created',
    from: book({ a: number }, { indexes: [index('i', 'a')] }),
    to: book({ a: number }, { indexes: [index('i', '-a')] }),
    operations: ['Remove index i from Book', 'Create index i on field(s) -a of model Book'],
  },
  {
    claim: 'the order of indexes makes no operation',
    from: book({ a: number }, { indexes: [index('i', 'a'), index('j', '-a')] }),
    to: book({ a: number }, { indexes: [index('j', '-a'), index('i', 'a')] }),
    operations: [],
  },
  {
    claim: 'a constraint that changes is removed and created',
    from: book({ a: number, b: number }, { constraints: [UniqueConstraint({ name: 'u', fields: ['a'] })] }),
    to: book({ a: number, b: number }, { constraints: [UniqueConstraint({ name: 'u', fields: ['b'] })] }),
    operations: ['Remove constraint u from model Book', 'Create constraint u on model Book'],
  },
  {
    claim: 'indexes and constraints are created after their fields',
    from: book({}),
    to: book(
      { a: number },
      { indexes: [index('i', 'a')], constraints: [UniqueConstraint({ name: 'u', fields: ['a'] })] },
    ),
    operations: [
      'Add field a to Book',
      'Create index i on field(s) a of model Book',
      'Create constraint u on model Book',
    ],
  },
  {
    claim: 'options are set as a whole',
    from: book({}, { ordering: ['id'], managed: false }),
    to: book({}, { getLatestBy: 'id' }),
    operations: ['Change Meta options on Book'],
  },
  {
    claim: 'table and comment have operations of their own',
    from: book({}, { dbTable: 'x' }),
    to: book({}, { dbTableComment: 'y' }),
    operations: ['Alter Book table comment', 'Rename table for Book to (default)'],
  },
  {
    claim: 'the order by hand leaves a field before it goes, and waits for the other to come',
    from: book({ a: to('lib.Book') }, { orderWithRespectTo: 'a' }),
    to: book({ b: ForeignKey('lib.Book', { onDelete: 'CASCADE', null: true }) }, { orderWithRespectTo: 'b' }),
    operations: ['Add field b to Book', 'Set orderWithRespectTo on Book to b', 'Remove field a from Book'],
  },
  {
    claim: 'one key goes before the other comes',
    from: model('lib.Book', { code: text, id: BigAutoField({ primaryKey: true }) }, { id: false }),
    to: model('lib.Book', { code: CharField({ maxLength: 10, primaryKey: true }), id: number }, { id: false }),
    operations: ['Alter field id on Book', 'Alter field code on Book'],
  },
  {
    claim: 'a key of several fields comes after the key of one',
    from: book({ a: text, b: text }),
    to: model('lib.Book', { pk: CompositePrimaryKey(['a', 'b']), a: text, b: text }, { id: false }),
    operations: ['Remove field id from Book', 'Add field pk to Book'],
  },
  {
    claim: 'a key of several fields lets go of one before that goes',
    from: model('lib.Book', { pk: CompositePrimaryKey(['a', 'b', 'c']), a: text, b: text, c: text }, { id: false }),
    to: model('lib.Book', { pk: CompositePrimaryKey(['a', 'b']), a: text, b: text }, { id: false }),
    operations: ['Alter field pk on Book', 'Remove field c from Book'],
  },
]

describe('fields and options', () => {
  for (const { claim, from, to: after, operations } of cases) {
    test(claim, () => {
      const { migrations } = detect({ from: state(from), to: state(after), leaves: new Map([['lib', '0001_initial']]) })
      assert.deepEqual(
        migrations.flatMap((each) => each.operations.map((operation) => operation.describe())),
        operations,
      )
      assert.ok(reached(state(from), migrations).equals(state(after)))
    })
  }

  test('a foreign key to a new model of another app depends on its migration', () => {
    const { migrations } = detect({
      from: state(model('lib.Author'), model('shop.Book', { by: to('lib.Author') })),
      to: state(model('lib.Author'), model('lib.Person', { name: text }), model('shop.Book', { by: to('lib.Person') })),
      leaves: new Map([
        ['lib', '0003_x'],
        ['shop', '0002_y'],
      ]),
    })
    assert.deepEqual(described(migrations), [
      'lib.0004_person: Create model Person',
      'shop.0003_alter_book_by: Alter field by on Book',
    ])
    assert.deepEqual(migrations[1]?.dependencies, [
      ['lib', '0004_person'],
      ['shop', '0002_y'],
    ])
  })

  test('a foreign key to a field waits for that field', () => {
    const { migrations } = detect({
      from: state(model('lib.Author'), model('shop.Book')),
      to: state(
        model('lib.Author', { code: CharField({ unique: true, default: 'x' }) }),
        model('shop.Book', { by: ForeignKey('lib.Author', { onDelete: 'CASCADE', toField: 'code', null: true }) }),
      ),
    })
    assert.deepEqual(described(migrations), [
      'lib.0001_initial: Add field code to Author',
      'shop.0001_initial: Add field by to Book',
    ])
  })

  test('the altered field is the one of the new state', () => {
    const { migrations } = detect({ from: state(book({ a: text })), to: state(book({ a: TextField() })) }, answers())
    const altered = onlyOperation(migrations)
    assert.ok(altered instanceof AlterField)
    assert.equal(altered.args.field.type.name, 'TextField')
    assert.ok(!('oneOffDefault' in altered.args))
  })
})
