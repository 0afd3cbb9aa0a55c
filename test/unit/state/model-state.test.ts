import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CheckConstraint, ExclusionConstraint, Index, UniqueConstraint } from '../../../src/constraints'
import { CharField, CompositePrimaryKey, ForeignKey, GeneratedField, IntegerField } from '../../../src/fields'
import { add, F, Lower } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import { ModelState } from '../../../src/state/model-state'
import { ProjectState } from '../../../src/state/project-state'

function room(day: string): ModelState {
  return new ModelState({
    app: 'hotel',
    name: 'Booking',
    fields: [
      ['pk', CompositePrimaryKey(['room', day])],
      ['room', IntegerField()],
      [day, IntegerField({ helpText: 'which' })],
      ['sum', GeneratedField({ expression: add(F('room'), F(day)), outputField: IntegerField() })],
    ],
    options: {
      ordering: [`-${day}`, `${day}__x`],
      uniqueTogether: [['room', day]],
      indexes: [
        Index({
          fields: ['room', `-${day}`],
          include: [day],
          condition: Q({ [`${day}__gt`]: 0 }),
          name: 'i',
        }),
        Index({ expressions: [Lower(day)], name: 'j' }),
      ],
      constraints: [
        CheckConstraint({ condition: Q.or({ [day]: 1 }, Q.not({ room__lt: F(day) })), name: 'c' }),
        UniqueConstraint({ expressions: [F(day)], name: 'u' }),
        ExclusionConstraint({ expressions: [[day, '=']], name: 'e' }),
      ],
    },
  })
}

describe('a model state', () => {
  test('a renamed field is renamed wherever the model speaks of it', () => {
    assert.ok(room('day').withRenamedField('day', 'date').equals(room('date')))
  })

  test('a field whose name begins alike is left alone', () => {
    const model = new ModelState({
      app: 'a',
      name: 'M',
      fields: [
        ['day', IntegerField()],
        ['days', IntegerField()],
      ],
      options: { ordering: ['days'] },
    })
    assert.deepEqual(model.withRenamedField('day', 'date').options.ordering, ['days'])
  })

  test('what only people see is no part of it', () => {
    const seen = new ModelState({
      app: 'a',
      name: 'M',
      fields: [['x', CharField({ maxLength: 5, helpText: 'h', choices: ['a'] })]],
    })
    const bare = new ModelState({ app: 'a', name: 'M', fields: [['x', CharField({ maxLength: 5, null: false })]] })
    assert.ok(seen.equals(bare))
  })

  test('changes make new states and leave the old one as it was', () => {
    const before = room('day')
    const after = before.withNewField('note', CharField({ maxLength: 5 }))
    assert.equal(before.fields.has('note'), false)
    assert.equal(after.fields.has('note'), true)
    assert.throws(() => after.withNewField('note', IntegerField()), {
      code: 'state.duplicate-field',
      hint: /^Two operations add it/,
    })
    assert.throws(() => after.withoutField('nota'), { code: 'state.unknown-field', hint: 'Did you mean note?' })
  })
})

describe('a project state', () => {
  const author = new ModelState({ app: 'lib', name: 'Author', fields: [['id', IntegerField({ primaryKey: true })]] })
  const book = new ModelState({
    app: 'shop',
    name: 'Book',
    fields: [['author', ForeignKey('lib.Author', { onDelete: 'CASCADE' })]],
  })
  const state = ProjectState.of([author, book])

  test('a model that nothing touches is the same object in the next state', () => {
    assert.equal(state.with(author.withOptions({ ordering: ['id'] })).model('shop.Book'), book)
  })

  test('relations follow a renamed model', () => {
    const renamed = state.withRenamedModel('lib.Author', author.with({ name: 'Writer' }))
    assert.equal((renamed.model('shop.Book').field('author').options as { to?: string }).to, 'lib.Writer')
    assert.equal(renamed.has('lib.Author'), false)
  })

  test('an unknown model is named with what may be meant', () => {
    assert.throws(() => state.model('lib.Autor'), { code: 'state.unknown-model', hint: 'Did you mean lib.Author?' })
  })
})
