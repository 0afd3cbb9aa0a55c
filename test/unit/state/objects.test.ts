import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ArrayField, CharField, EnumField } from '../../../src/fields'
import { objectKey } from '../../../src/objects/database-object'
import {
  CreateEnum,
  CreateView,
  DeleteModel,
  DeleteView,
  DropEnum,
  RemoveCollation,
  RemoveEnumValue,
  RenameEnum,
  RenameEnumValue,
  RenameModel,
  ReorderEnum,
} from '../../../src/operations'
import { ProjectState } from '../../../src/state/project-state'
import { model } from '../../support/build'
import { enumOf, object } from '../../support/objects'

const mood = enumOf('shop.mood', 'sad', 'ok')
const book = model('shop.Book', {
  mood: EnumField('mood', { default: 'ok' }),
  moods: ArrayField(EnumField('mood'), { null: true }),
  title: CharField({ dbCollation: 'ci' }),
})
const other = model('shop.Other')
const titles = object('view', 'shop.titles', { sql: 'SELECT 1' }, ['shop.Book'])
const onTouch = object(
  'trigger',
  'shop.on_touch',
  { on: 'shop.Book', when: 'AFTER', events: ['UPDATE'], function: 'f' },
  ['view shop.titles'],
)
const ci = object('collation', 'shop.ci', { locale: 'und' })
const shop = ProjectState.of([book, other], [mood, titles, onTouch, ci])

describe('a state holds objects beside its models', () => {
  test('by keys that no model has', () => {
    assert.deepEqual([...shop.objects()].map(objectKey), [
      'enum shop.mood',
      'view shop.titles',
      'trigger shop.on_touch on shop.Book',
      'collation shop.ci',
    ])
  })

  test('and shares what does not change', () => {
    const without = shop.withoutObject('collation shop.ci')
    assert.equal(without.model('shop.Book'), book)
    assert.equal(without.object('view shop.titles'), titles)
    assert.ok(!without.equals(shop) && !shop.equals(without))
    assert.ok(without.withNewObject(ci).equals(shop))
  })

  test('one of a name, whichever app has it, but for extensions', () => {
    const again = { code: 'state.duplicate-object', message: /^the enum people\.mood is there already$/ }
    assert.throws(() => shop.withNewObject(enumOf('people.mood', 'x')), again)
    const extensions = ['one', 'two'].map((app) => object('extension', `${app}.hstore`, {}))
    assert.equal([...ProjectState.of([], extensions).objects()].length, 2)
  })

  test('one that is not there is asked for by name', () => {
    assert.throws(() => shop.object('view shop.title'), { code: 'state.unknown-object', hint: /view shop\.titles/ })
  })
})

describe('names follow', () => {
  test('a model that is renamed', () => {
    const renamed = new RenameModel({ oldName: 'Book', newName: 'Tome' }).apply('shop', shop)
    assert.deepEqual(renamed.object('view shop.titles').dependsOn, ['shop.Tome'])
    assert.ok(renamed.findObject('trigger shop.on_touch on shop.Tome'))
    assert.equal(renamed.object('enum shop.mood'), mood)
  })

  test('an enum that is renamed, inside arrays too', () => {
    const renamed = new RenameEnum({ oldName: 'mood', newName: 'feeling' }).apply('shop', shop)
    const { fields } = renamed.model('shop.Book')
    assert.deepEqual(fields.get('mood')?.options, { enumType: 'feeling', default: 'ok' })
    assert.deepEqual(renamed.model('shop.Book').field('moods').options, {
      baseField: { type: EnumField.type, options: { enumType: 'feeling' } },
      null: true,
    })
    assert.equal(renamed.model('shop.Other'), other)
  })

  test('a value that is renamed, in literal defaults', () => {
    const renamed = new RenameEnumValue({ enum: 'mood', oldValue: 'ok', newValue: 'fine' }).apply('shop', shop)
    assert.equal(renamed.model('shop.Book').field('mood').options.default, 'fine')
    assert.deepEqual(renamed.object('enum shop.mood').options, { values: ['sad', 'fine'] })
  })
})

describe('nothing goes that something stands on', () => {
  const cases = {
    'a model under a view': [new DeleteModel({ name: 'Book' }), /the model shop\.Book .* the view shop\.titles/],
    'a view under a trigger': [new DeleteView({ name: 'titles' }), /the trigger shop\.on_touch on shop\.Book/],
    'an enum under a field': [new DropEnum({ name: 'mood' }), /the field shop\.Book\.mood/],
    'a collation under a field': [new RemoveCollation({ name: 'ci' }), /the field shop\.Book\.title/],
  } as const
  for (const [what, [operation, message]] of Object.entries(cases)) {
    test(what, () => {
      assert.throws(() => operation.apply('shop', shop), { code: 'state.object-in-use', message })
    })
  }
})

describe('an enum refuses', () => {
  const cases = {
    'to lose a value that is a default': [
      new RemoveEnumValue({ enum: 'mood', value: 'ok' }),
      'operation.enum-value-in-use',
    ],
    'to lose one that it does not have': [
      new RemoveEnumValue({ enum: 'mood', value: 'meh' }),
      'operation.unknown-enum-value',
    ],
    'a replacement that it does not have': [
      new RemoveEnumValue({ enum: 'mood', value: 'sad', replacement: 'x' }),
      'operation.unknown-enum-value',
    ],
    'a value twice': [
      new RenameEnumValue({ enum: 'mood', oldValue: 'ok', newValue: 'sad' }),
      'operation.duplicate-enum-value',
    ],
    'an order of other values': [new ReorderEnum({ enum: 'mood', values: ['sad'] }), 'operation.enum-order'],
  } as const
  for (const [what, [operation, code]] of Object.entries(cases)) {
    test(what, () => assert.throws(() => operation.apply('shop', shop), { code }))
  }

  test('to be created twice', () => {
    const create = new CreateEnum({ name: 'mood', values: [] })
    assert.throws(() => create.apply('shop', shop), { code: 'state.duplicate-object' })
  })
})

test('an object says nothing of options that are not given', () => {
  const view = new CreateView({ name: 'v', sql: 'SELECT 1', columns: undefined as never }).object('shop')
  assert.deepEqual(view, { kind: 'view', app: 'shop', name: 'v', options: { sql: 'SELECT 1' }, dependsOn: [] })
})
