import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CharField, EnumField, ForeignKey, HStoreField, IntegerField, TextField } from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import type { DatabaseObject } from '../../../src/objects/database-object'
import type { Operation } from '../../../src/operations/operation'
import type { ModelState } from '../../../src/state/model-state'
import { ProjectState } from '../../../src/state/project-state'
import { type Answering, answers, described, detect, model, reached } from '../../support/build'
import { enumOf, object } from '../../support/objects'

const state = (models: readonly ModelState[], ...objects: readonly DatabaseObject[]): ProjectState =>
  ProjectState.of(models, objects)

/** What is detected leads from one to the other, and is this. */
function finds(from: ProjectState, to: ProjectState, expected: readonly string[], answer?: Answering): void {
  const { migrations } = detect({ from, to }, answer)
  assert.deepEqual(described(migrations), expected)
  assert.ok(reached(from, migrations).equals(to))
}

function operations(from: ProjectState, to: ProjectState, answer?: Answering): readonly Operation[] {
  return detect({ from, to }, answer).migrations.flatMap((migration) => migration.operations)
}

const book = (title: Field = CharField({ maxLength: 9 })): ModelState => model('shop.Book', { title })
const day = (field: Field = EnumField('mood', { null: true })): ModelState => model('shop.Day', { mood: field })
const titles = object('view', 'shop.titles', { sql: 'SELECT title FROM shop_book' }, ['shop.Book'])

describe('objects are created before what uses them, and dropped after', () => {
  const hstore = object('extension', 'shop.hstore', {})
  const ci = object('collation', 'shop.ci', { locale: 'und' })
  const models = [
    model('shop.Bag', { data: HStoreField(), name: TextField({ dbCollation: 'ci' }), mood: EnumField('mood') }),
  ]
  const titled = state([...models, book()], titles, enumOf('shop.mood', 'sad'), ci, hstore)

  test('created', () => {
    finds(ProjectState.empty, titled, [
      'shop.0001_initial: Create extension hstore',
      'shop.0001_initial: Create collation ci',
      'shop.0001_initial: Create enum mood',
      'shop.0001_initial: Create model Book',
      'shop.0001_initial: Create view titles',
      'shop.0001_initial: Create model Bag',
    ])
  })

  test('dropped', () => {
    const left = detect({ from: titled, to: state([]) }).migrations
    assert.deepEqual(described(left).slice(0, 3), [
      'shop.0001_initial: Delete model Bag',
      'shop.0001_initial: Delete view titles',
      'shop.0001_initial: Delete model Book',
    ])
    assert.ok(reached(titled, left).equals(ProjectState.empty))
  })

  test('across apps', () => {
    const day = model('diary.Day', { mood: EnumField('mood') })
    const view = object('view', 'report.days', { sql: 'SELECT 1' }, ['diary.Day'])
    finds(ProjectState.empty, state([day], enumOf('shop.mood', 'sad'), view), [
      'shop.0001_initial: Create enum mood',
      'diary.0001_initial: Create model Day',
      'report.0001_initial: Create view days',
    ])
  })

  test('an app that is not watched is left alone', () => {
    assert.deepEqual(detect({ from: ProjectState.empty, to: state([], titles), apps: ['other'] }).migrations, [])
  })
})

describe('values of an enum', () => {
  const from = state([day()], enumOf('shop.mood', 'sad', 'ok', 'happy'))
  const changedTo = (...values: readonly string[]): ProjectState => state([day()], enumOf('shop.mood', ...values))

  test('are added beside those that are there', () => {
    const added = operations(from, changedTo('a', 'b', 'sad', 'c', 'd', 'ok', 'happy', 'e')).map(({ args }) => args)
    assert.deepEqual(added, [
      { enum: 'mood', value: 'a', before: 'sad' },
      { enum: 'mood', value: 'b', after: 'a' },
      { enum: 'mood', value: 'c', after: 'sad' },
      { enum: 'mood', value: 'd', after: 'c' },
      { enum: 'mood', value: 'e' },
    ])
  })

  test('are added outside the transaction if the same change uses them', () => {
    const used = state([day(EnumField('mood', { default: 'meh' }))], enumOf('shop.mood', 'sad', 'ok', 'happy', 'meh'))
    assert.deepEqual(operations(from, used)[0]?.args, { enum: 'mood', value: 'meh', atomic: false })
  })

  test('go and change their order after they have come', () => {
    finds(from, changedTo('happy', 'new', 'ok'), [
      'shop.0001_initial: Add value new to enum mood',
      'shop.0001_initial: Remove value sad from enum mood',
      'shop.0001_initial: Change the order of the values of enum mood',
    ])
  })

  test('that go are asked about, and unattended leave the rows alone', () => {
    const removed = (answer?: Answering) => operations(from, changedTo('ok', 'happy'), answer).map(({ args }) => args)
    assert.deepEqual(removed(), [{ enum: 'mood', value: 'sad' }])
    const replaced = answers({ 'replace:enum:shop.mood.sad': { kind: 'value', value: 'ok' } })
    assert.deepEqual(removed(replaced), [{ enum: 'mood', value: 'sad', replacement: 'ok' }])
    const wrong = answers({ 'replace:enum:shop.mood.sad': { kind: 'value', value: 'sad' } })
    assert.throws(() => removed(wrong), { code: 'makemigrations.wrong-answer' })
    const { questions } = detect({ from, to: changedTo('ok', 'happy') })
    assert.deepEqual(
      questions.map(({ unattended }) => unattended),
      [{ kind: 'leave' }],
    )
  })

  test('may be renamed, each in its place', () => {
    const renamed = answers({ 'rename:enum:shop.mood.sad=blue': true, 'rename:enum:shop.mood.happy=great': true })
    finds(
      from,
      changedTo('blue', 'ok', 'great'),
      [
        'shop.0001_initial: Rename value sad of enum mood to blue',
        'shop.0001_initial: Rename value happy of enum mood to great',
      ],
      renamed,
    )
  })

  test('a default that is another is set before its value goes', () => {
    const before = state([day(EnumField('mood', { default: 'sad' }))], enumOf('shop.mood', 'sad', 'ok'))
    const after = state([day(EnumField('mood', { default: 'ok' }))], enumOf('shop.mood', 'ok'))
    finds(before, after, [
      'shop.0001_initial: Alter field mood on Day',
      'shop.0001_initial: Remove value sad from enum mood',
    ])
  })
})

describe('an enum', () => {
  test('may be renamed', () => {
    const from = state([day()], enumOf('shop.mood', 'sad', 'ok'))
    const to = state([day(EnumField('feeling', { null: true }))], enumOf('shop.feeling', 'sad', 'ok'))
    const renamed = answers({ 'rename:enum:shop.mood=feeling': true })
    finds(from, to, ['shop.0001_initial: Rename enum mood to feeling'], renamed)
    finds(from, to, [
      'shop.0001_initial: Create enum feeling',
      'shop.0001_initial: Alter field mood on Day',
      'shop.0001_initial: Drop enum mood',
    ])
  })

  test('in use does not change its app', () => {
    const [from, to] = ['shop.mood', 'other.mood'].map((key) => state([day()], enumOf(key, 'sad')))
    assert.throws(() => detect({ from: from as ProjectState, to: to as ProjectState }), {
      code: 'makemigrations.unsupported-change',
    })
  })
})

describe('what looks at columns steps aside while these change', () => {
  const upper = object('view', 'shop.upper', { sql: 'SELECT upper(title) FROM titles' }, ['view shop.titles'])

  test('with what looks at it in turn (D6)', () => {
    finds(state([book()], titles, upper), state([book(TextField())], titles, upper), [
      'shop.0001_initial: Delete view upper',
      'shop.0001_initial: Delete view titles',
      'shop.0001_initial: Alter field title on Book',
      'shop.0001_initial: Create view titles',
      'shop.0001_initial: Create view upper',
    ])
  })

  test('also in another app, and where a key that is referred to changes its type', () => {
    const country = (code: Field): ModelState => model('geo.Country', { code }, { id: false })
    const city = model('shop.City', { country: ForeignKey('geo.Country', { onDelete: 'CASCADE' }) })
    const view = object('view', 'report.cities', { sql: 'SELECT country_id FROM shop_city' }, ['shop.City'])
    const [short, long] = [2, 3].map((maxLength) => country(CharField({ maxLength, primaryKey: true })))
    finds(state([short as ModelState, city], view), state([long as ModelState, city], view), [
      'report.0001_initial: Delete view cities',
      'geo.0001_initial: Alter field code on Country',
      'report.0002_initial: Create view cities',
    ])
  })

  test('and not while others do', () => {
    const more = model('shop.Book', {
      title: CharField({ maxLength: 9, default: 'x' }),
      price: IntegerField({ null: true }),
    })
    finds(state([book()], titles), state([more], titles), [
      'shop.0001_initial: Add field price to Book',
      'shop.0001_initial: Alter field title on Book',
    ])
  })

  test('while an enum is made anew, without saying that it needs the enum', () => {
    const days = object('view', 'shop.days', { sql: 'SELECT mood FROM shop_day' }, ['shop.Day'])
    finds(state([day()], enumOf('shop.mood', 'a', 'b'), days), state([day()], enumOf('shop.mood', 'a'), days), [
      'shop.0001_initial: Delete view days',
      'shop.0001_initial: Remove value b from enum mood',
      'shop.0001_initial: Create view days',
    ])
  })

  test('a view is altered in its place, and waits for a new column', () => {
    const wider = object('view', 'shop.titles', { sql: 'SELECT title, price FROM shop_book' }, ['shop.Book'])
    const more = model('shop.Book', { title: CharField({ maxLength: 9 }), price: IntegerField({ null: true }) })
    finds(state([book()], titles), state([more], wider), [
      'shop.0001_initial: Add field price to Book',
      'shop.0001_initial: Alter view titles',
    ])
  })

  test('a function keeps its triggers while only its body changes', () => {
    const touch = (body: string, returns = 'trigger') => object('function', 'shop.touch', { returns, body })
    const on = { on: 'shop.Book', when: 'AFTER', events: ['UPDATE'], function: 'touch' } as const
    const trigger = object('trigger', 'shop.on_touch', on, ['function shop.touch'])
    const from = state([book()], touch('1'), trigger)
    finds(from, state([book()], touch('2'), trigger), ['shop.0001_initial: Alter function touch'])
    finds(from, state([book()], touch('2', 'event_trigger'), trigger), [
      'shop.0001_initial: Delete trigger on_touch on shop.Book',
      'shop.0001_initial: Alter function touch',
      'shop.0001_initial: Create trigger on_touch on shop.Book',
    ])
  })
})

test('the definition of a collation cannot change while it is there', () => {
  const [from, to] = ['und', 'de'].map((locale) => state([], object('collation', 'shop.ci', { locale })))
  assert.throws(() => detect({ from: from as ProjectState, to: to as ProjectState }), {
    code: 'makemigrations.unsupported-change',
    message: /^collation shop\.ci: its definition/,
  })
})
