import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answering, detectChanges, nonInteractive } from '../../../src/autodetector'
import { CharField, ForeignKey, IntegerField, TextField } from '../../../src/fields'
import type { MigrationGraph } from '../../../src/migrations/graph'
import { placed } from '../../../src/migrations/migration'
import { movedModels } from '../../../src/migrations/moved-models'
import { optimize } from '../../../src/migrations/optimizer'
import { AlterModelTable, MoveModel } from '../../../src/operations'
import { answers, described, detect, model, noon, reached, state } from '../../support/build'

const title = CharField({ maxLength: 10 })
const pages = IntegerField({ null: true })
const to = (key: string) => ForeignKey(key, { onDelete: 'CASCADE' })
const yes = (...keys: string[]) => answers(Object.fromEntries(keys.map((key) => [key, true])))

describe('a model that is gone in one app and comes in another', () => {
  const from = state(model('shop.Book', { title, pages }))

  test('is asked about where the name is the same, and nobody but a person can say', async () => {
    const to = state(model('lib.Book', { title, size: TextField() }))
    const { questions } = detect({ from, to })
    assert.deepEqual(
      questions.map(({ key, text }) => [key, text]),
      [['move:shop.Book=lib', 'Was the model shop.Book moved to the app lib? [y/N]']],
    )
    await assert.rejects(
      answering((given) => detectChanges({ from, to, answers: given, now: noon }), nonInteractive),
      { code: 'makemigrations.needs-answer', hint: /^Answer move:shop\.Book=lib with yes to keep the data/ },
    )
  })

  test('is another one if that is the answer', () => {
    const { migrations } = detect({ from, to: state(model('lib.Book', { title, pages })) })
    assert.deepEqual(described(migrations), [
      'lib.0001_initial: Create model Book',
      'shop.0001_initial: Delete model Book',
    ])
  })

  test('is asked about under another name only where all else is the same', () => {
    assert.deepEqual(
      detect({ from, to: state(model('lib.Novel', { title, pages })) }).questions.map(({ key }) => key),
      ['move:shop.Book=lib.Novel'],
    )
    assert.deepEqual(detect({ from, to: state(model('lib.Novel', { title, weight: pages })) }).questions, [])
  })

  test('is not asked about where another model says that it was that one', () => {
    const to = state(model('lib.Book', { title, pages }), model('shop.Novel', { title, pages }))
    const { migrations, questions } = detect({ from, to, hints: new Map([['shop.Novel', { renamedFrom: 'Book' }]]) })
    assert.deepEqual(questions, [])
    assert.deepEqual(described(migrations).sort(), [
      'lib.0001_initial: Create model Book',
      'shop.0001_initial: Rename model Book to Novel',
    ])
  })

  test('is asked about before a rename, and not again after it', () => {
    const to = state(model('lib.Book', { title, pages }), model('shop.Novel', { title, pages }))
    const { migrations, questions } = detect({ from, to }, yes('move:shop.Book=lib'))
    assert.deepEqual(
      questions.map(({ key }) => key),
      ['move:shop.Book=lib'],
    )
    assert.ok(reached(from, migrations).equals(to))
  })
})

describe('the migration that moves a model', () => {
  test('is one of the app that the model comes to, and follows the apps that know it by its old name', () => {
    const before = state(model('shop.Book', { title }), model('club.List', { book: to('shop.Book') }))
    const after = state(model('lib.Book', { title, pages }), model('club.List', { book: to('lib.Book') }))
    const leaves = new Map([
      ['shop', '0007_x'],
      ['club', '0003_y'],
    ])
    const { migrations } = detect({ from: before, to: after, leaves }, yes('move:shop.Book=lib'))
    assert.deepEqual(
      migrations.map(({ app, dependencies }) => [app, dependencies]),
      [
        [
          'lib',
          [
            ['club', '0003_y'],
            ['shop', '0007_x'],
          ],
        ],
      ],
    )
    assert.deepEqual(described(migrations), [
      'lib.0001_initial: Move model Book from shop',
      'lib.0001_initial: Add field pages to Book',
    ])
    assert.ok(reached(before, migrations).equals(after))
  })

  test('comes before what refers to the model where it is now', () => {
    const before = state(model('shop.Book', { title }), model('shop.Shelf'))
    const after = state(model('lib.Book', { title }), model('shop.Shelf', { book: to('lib.Book') }))
    const { migrations } = detect({ from: before, to: after }, yes('move:shop.Book=lib'))
    assert.deepEqual(
      migrations.map(({ app, dependencies }) => [app, dependencies]),
      [
        ['lib', [['shop', '__first__']]],
        ['shop', [['lib', '0001_initial']]],
      ],
    )
  })

  test('moves models that know each other one after the other, and models that change places', () => {
    const before = state(
      model('a.X', { y: to('a.Y') }),
      model('a.Y', { x: ForeignKey('a.X', { onDelete: 'CASCADE', null: true }) }),
      model('b.Z', { title }),
    )
    const after = state(
      model('b.X', { y: to('b.Y') }),
      model('b.Y', { x: ForeignKey('b.X', { onDelete: 'CASCADE', null: true }) }),
      model('a.Z', { title }),
    )
    const leaves = new Map([
      ['a', '0001_initial'],
      ['b', '0001_initial'],
    ])
    const { migrations } = detect({ from: before, to: after, leaves }, yes('move:a.X=b', 'move:a.Y=b', 'move:b.Z=a'))
    assert.deepEqual(described(migrations), [
      'a.0002_move_z_from_b: Move model Z from b',
      'b.0002_move_x_from_a_move_y_from_a: Move model X from a',
      'b.0002_move_x_from_a_move_y_from_a: Move model Y from a',
    ])
    assert.ok(reached(before, migrations).equals(after))
    assert.ok(reached(before, [...migrations].reverse()).equals(after))
  })

  test('comes before a later one that gives the old name to another model', () => {
    const move = placed('lib', '0001_initial', { operations: [new MoveModel({ name: 'Book', fromApp: 'shop' })] })
    const graph = { order: ['lib.0001_initial'], migration: () => move } as unknown as MigrationGraph
    const moved = movedModels(graph)
    assert.deepEqual(moved, new Map([['shop.Book', 'lib']]))
    const leaves = new Map([
      ['lib', '0002_x'],
      ['shop', '0002_y'],
    ])
    const from = state(model('lib.Book'))
    const { migrations } = detect({ from, to: state(model('lib.Book'), model('shop.Book')), leaves, moved })
    assert.deepEqual(migrations[0]?.dependencies, [
      ['lib', '0002_x'],
      ['shop', '0002_y'],
    ])
    assert.deepEqual(
      detect({ from, to: state(model('lib.Book'), model('shop.Card')), leaves, moved }).migrations[0]?.dependencies,
      [['shop', '0002_y']],
    )
  })

  test('is not passed by what is done to the model', () => {
    const operations = [
      new AlterModelTable({ name: 'Book', dbTable: 'x' }),
      new MoveModel({ name: 'Book', fromApp: 'shop' }),
      new AlterModelTable({ name: 'Book', dbTable: 'y' }),
    ]
    assert.deepEqual(optimize(operations, 'lib'), operations)
  })
})
