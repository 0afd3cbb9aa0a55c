import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answering, detectChanges, nonInteractive } from '../../../src/autodetector'
import { postgresSchema } from '../../../src/backends/postgres/schema-editor'
import type { StrataError } from '../../../src/base/errors'
import {
  BigIntegerField,
  BooleanField,
  CharField,
  CompositePrimaryKey,
  DateField,
  DateTimeField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  JSONField,
  ManyToManyField,
  TextField,
  UUIDField,
} from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { AlterField } from '../../../src/operations'
import { F } from '../../../src/sql/functions'
import type { ModelState } from '../../../src/state/model-state'
import { answers, described, detect, model, noon, state } from '../../support/build'

const nullable = { null: true } as const
const link = (key: string) => ForeignKey(key, { onDelete: 'CASCADE', null: true })
const double = (dbPersist: boolean) => GeneratedField({ expression: F('size'), outputField: IntegerField(), dbPersist })

interface Case {
  readonly from: Field
  readonly to: Field
  /** Whether the values stay, and if not whether somebody is asked. */
  readonly kept: boolean
  readonly asked?: boolean
}

const cases: Readonly<Record<string, Case>> = {
  'a number becomes a relation': { from: BigIntegerField(nullable), to: link('lib.Other'), kept: true },
  'a relation becomes a number': { from: link('lib.Other'), to: BigIntegerField(nullable), kept: true },
  'a relation becomes one to a key of another type': { from: link('lib.Other'), to: link('lib.Named'), kept: true },
  'a relation becomes one to a key that no cast leads to': {
    from: link('lib.Other'),
    to: link('lib.Secret'),
    kept: false,
    asked: true,
  },
  'a text becomes a UUID': { from: TextField(nullable), to: UUIDField(nullable), kept: true },
  'a number becomes a UUID': { from: IntegerField(nullable), to: UUIDField(nullable), kept: false, asked: true },
  'a date becomes a time': { from: DateField(nullable), to: DateTimeField(nullable), kept: true },
  'a big number becomes a boolean': {
    from: BigIntegerField(nullable),
    to: BooleanField(nullable),
    kept: false,
    asked: true,
  },
  'JSON becomes a number': { from: JSONField(nullable), to: IntegerField(nullable), kept: true },
  'a relation becomes many': { from: link('lib.Other'), to: ManyToManyField('lib.Other'), kept: false, asked: true },
  'many become one': { from: ManyToManyField('lib.Other'), to: link('lib.Other'), kept: false, asked: true },
  'a column becomes computed': { from: IntegerField(nullable), to: double(true), kept: false, asked: true },
  'a computed column becomes plain': { from: double(true), to: IntegerField(nullable), kept: true },
  'a column that is computed when it is read becomes plain': {
    from: double(false),
    to: IntegerField(nullable),
    kept: false,
  },
  'a computed column is computed when it is read': { from: double(true), to: double(false), kept: false },
}

const others = [
  model('lib.Other'),
  model('lib.Named', { id: TextField({ primaryKey: true }) }, { id: false }),
  model('lib.Secret', { id: UUIDField({ primaryKey: true }) }, { id: false }),
]
const thing = (x: Field): ModelState => model('lib.Thing', { size: IntegerField(), x })

describe('a field of another kind', () => {
  for (const [title, { from, to, kept, asked = false }] of Object.entries(cases)) {
    test(title, async () => {
      const [before, after] = [state(...others, thing(from)), state(...others, thing(to))]
      const { migrations, questions } = detect({ from: before, to: after })
      assert.deepEqual(
        described(migrations).map((line) => line.slice(line.indexOf(': ') + 2)),
        kept ? ['Alter field x on Thing'] : ['Remove field x from Thing', 'Add field x to Thing'],
      )
      assert.deepEqual(
        questions.map(({ key }) => key),
        asked ? ['drop:lib.Thing.x'] : [],
      )
      const refused = { code: asked ? 'makemigrations.needs-answer' : 'none' }
      const unattended = answering(
        (given) => detectChanges({ from: before, to: after, answers: given, now: noon }),
        nonInteractive,
      )
      if (asked) await assert.rejects(unattended, refused)
      else await unattended
    })
  }

  test('may have held the key of another row under the name of its column', () => {
    const from = state(...others, model('lib.Thing', { otherId: BigIntegerField() }))
    const to = state(...others, model('lib.Thing', { other: ForeignKey('lib.Other', { onDelete: 'CASCADE' }) }))
    const { migrations, questions } = detect({ from, to }, answers({ 'rename:lib.Thing.otherId=other': true }))
    assert.deepEqual(
      questions.map(({ key }) => key),
      ['rename:lib.Thing.otherId=other'],
    )
    assert.deepEqual(
      described(migrations).map((line) => line.slice(line.indexOf(': ') + 2)),
      ['Rename field otherId on Thing to other', 'Alter field other on Thing'],
    )
  })

  test('is not touched where the values are not to be dropped', () => {
    const [from, to] = [state(thing(IntegerField())), state(thing(UUIDField()))]
    assert.throws(() => detect({ from, to }, answers({ 'drop:lib.Thing.x': false })), {
      code: 'makemigrations.given-up',
    })
  })

  for (const [title, from, to, message] of [
    ['links become a column', ManyToManyField('lib.Other'), IntegerField(nullable), /rows of links are no column/],
    [
      'links get a model',
      ManyToManyField('lib.Other'),
      ManyToManyField('lib.Other', { through: 'lib.Link' }),
      /table of their own/,
    ],
    ['a number becomes a UUID', IntegerField(nullable), UUIDField(nullable), /cannot cast integer to uuid/],
  ] as const) {
    test(`by AlterField is refused before anything runs: ${title}`, () => {
      const alter = new AlterField({ model: 'Thing', name: 'x', field: to })
      const before = state(
        ...others,
        thing(from),
        model('lib.Link', { thing: link('lib.Thing'), other: link('lib.Other') }),
      )
      const after = alter.apply('lib', before)
      const refused = { code: 'operation.kind-change', message }
      assert.throws(() => alter.forwards({ app: 'lib', from: before, to: after, schema: postgresSchema }), refused)
    })
  }
})

describe('a primary key', () => {
  const code = CharField({ maxLength: 5 })
  const keyed = model('lib.Thing', { code: CharField({ maxLength: 5, primaryKey: true }) }, { id: false })
  const composite = model(
    'lib.Thing',
    { pk: CompositePrimaryKey(['row', 'place']), row: IntegerField(), place: IntegerField() },
    { id: false },
  )
  const refused = (from: readonly ModelState[], to: readonly ModelState[], expected: Partial<StrataError>): void => {
    assert.throws(() => detect({ from: state(...from), to: state(...to) }), expected)
  }

  test('cannot move while rows refer to it', () => {
    const before = model('lib.Thing', { code })
    for (const referrer of [
      model('lib.Part', { thing: link('lib.Thing') }),
      model('lib.Part', { things: ManyToManyField('lib.Thing') }),
    ]) {
      refused([before, referrer], [keyed, referrer], { code: 'makemigrations.unsupported-change' })
    }
    const own = ManyToManyField('lib.Tag')
    refused([before.withNewField('tags', own), model('lib.Tag')], [keyed.withNewField('tags', own), model('lib.Tag')], {
      code: 'makemigrations.unsupported-change',
    })
    const { migrations } = detect({ from: state(before), to: state(keyed) })
    assert.deepEqual(
      described(migrations).map((line) => line.slice(line.indexOf(': ') + 2)),
      ['Remove field id from Thing', 'Alter field code on Thing'],
    )
  })

  test('cannot become one of a type that no cast leads to while rows refer to it', () => {
    const referrer = model('lib.Part', { thing: link('lib.Thing') })
    const uuid = model('lib.Thing', { id: UUIDField({ primaryKey: true }) }, { id: false })
    refused([model('lib.Thing'), referrer], [uuid, referrer], { code: 'makemigrations.unsupported-change' })
  })

  test('of several fields cannot be referred to', () => {
    for (const referrer of [
      model('lib.Part', { thing: link('lib.Thing') }),
      model('lib.Part', { things: ManyToManyField('lib.Thing') }),
    ]) {
      refused([composite], [composite, referrer], { code: 'state.no-single-key' })
      refused([], [composite, referrer], { code: 'state.no-single-key' })
    }
  })
})
