import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Answer,
  answering,
  detectChanges,
  fromAnswers,
  type Hint,
  nonInteractive,
  type Question,
} from '../../../src/autodetector'
import {
  BigAutoField,
  CharField,
  DateTimeField,
  ForeignKey,
  GeneratedField,
  IntegerField,
  ManyToManyField,
  TextField,
  UUIDField,
} from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { AddField, AlterField } from '../../../src/operations'
import { F, Lower, Now } from '../../../src/sql/functions'
import { answers, detect, model, noon, onlyOperation, state } from '../../support/build'

const text = CharField({ maxLength: 10 })
const from = state(model('movies.Movie'))

function adding(field: Field, hint?: Hint): { operation: AddField; questions: readonly Question[] } {
  const to = state(model('movies.Movie', { rating: field }))
  const hints = new Map(hint && [['movies.Movie.rating', hint]])
  const { migrations, questions } = detect({ from, to, hints }, answers({ 'shared-default:movies.Movie.rating': true }))
  const operation = onlyOperation(migrations)
  assert.ok(operation instanceof AddField)
  return { operation, questions }
}

describe('a field that is added', () => {
  const silent: Readonly<Record<string, { field: Field; hint?: Hint; value?: unknown }>> = {
    'and may be null': { field: IntegerField({ null: true }) },
    'with a literal default, which is the column’s': { field: IntegerField({ default: 3 }) },
    'with a default of the database': { field: DateTimeField({ dbDefault: Now() }) },
    'with a function as default, which is called once': { field: TextField({ default: () => 'made' }), value: 'made' },
    'and may be empty text': { field: text, hint: { blank: true }, value: '' },
    'and is a table of links': { field: ManyToManyField('movies.Movie') },
    'and is generated': { field: GeneratedField({ expression: Lower(F('id')), outputField: TextField() }) },
  }
  for (const [claim, { field, hint, value }] of Object.entries(silent)) {
    test(`needs no answer: ${claim}`, () => {
      const { operation, questions } = adding(field, hint)
      assert.deepEqual(questions, [])
      assert.deepEqual(operation.args.oneOffDefault, value)
    })
  }

  test('needs no answer in a table of somebody else', () => {
    const unmanaged = { options: { managed: false } }
    const { questions } = detect({
      from: state(model('movies.Movie', {}, unmanaged)),
      to: state(model('movies.Movie', { rating: IntegerField() }, unmanaged)),
    })
    assert.deepEqual(questions, [])
  })

  test('needs no answer if the database counts it up', () => {
    const { questions } = detect({
      from: state(model('movies.Movie', {}, { id: false })),
      to: state(model('movies.Movie', { id: BigAutoField({ primaryKey: true }) }, { id: false })),
    })
    assert.deepEqual(questions, [])
  })

  test('needs a value for the rows that are there', () => {
    for (const field of [
      IntegerField(),
      ForeignKey('movies.Movie', { onDelete: 'CASCADE' }),
      IntegerField({ default: null }),
    ]) {
      const { operation, questions } = adding(field, { blank: true })
      const [question] = questions
      assert.ok(question?.kind === 'one-off-default')
      assert.equal(question.key, 'default:movies.Movie.rating')
      assert.equal(
        question.text,
        "It is impossible to add a non-nullable field 'rating' to movie without specifying a default. " +
          'This is because the database needs something to populate existing rows.',
      )
      assert.equal(question.mayLeave, false)
      assert.equal(question.unattended, undefined)
      assert.equal(operation.args.oneOffDefault, 0)
    }
  })

  test('and keeps the time is offered now', () => {
    const fields = { autoNow: DateTimeField({ autoNow: true }), autoNowAdd: DateTimeField({ autoNowAdd: true }) }
    for (const [option, field] of Object.entries(fields)) {
      const [question] = adding(field).questions
      assert.match(
        question?.text ?? '',
        new RegExp(`the field 'rating' with '${option}: true' to movie without providing`),
      )
      assert.deepEqual(question?.unattended, { kind: 'value', value: Now() })
    }
  })

  test('and is unique with a function as default is asked about', () => {
    const { operation, questions } = adding(UUIDField({ unique: true, default: () => 'one for all' }))
    assert.deepEqual(
      questions.map(({ key, unattended }) => [key, unattended]),
      [['shared-default:movies.Movie.rating', true]],
    )
    assert.equal(operation.args.oneOffDefault, 'one for all')
  })

  test('and is unique with a function as default is not added if that is not wanted', () => {
    const to = state(model('movies.Movie', { key: UUIDField({ unique: true, default: () => 'x' }) }))
    assert.throws(() => detect({ from, to }, () => false), { code: 'makemigrations.given-up', hint: /dbDefault/ })
  })
})

describe('a field that may no longer be null', () => {
  const nullable = state(model('movies.Movie', { rating: IntegerField({ null: true }) }))
  const becoming = (field: Field, answer?: Answer) => {
    const given = answers(answer === undefined ? {} : { 'default:movies.Movie.rating': answer })
    const { migrations, questions } = detect(
      { from: nullable, to: state(model('movies.Movie', { rating: field })) },
      given,
    )
    const operation = onlyOperation(migrations)
    assert.ok(operation instanceof AlterField)
    return { operation, questions }
  }

  test('needs a value for the rows that are there', () => {
    const { operation, questions } = becoming(IntegerField(), { kind: 'value', value: 5 })
    const [question] = questions
    assert.ok(question?.kind === 'one-off-default')
    assert.match(
      question.text,
      /^It is impossible to change a nullable field 'rating' on movie to non-nullable without/,
    )
    assert.ok(question.mayLeave)
    assert.equal(operation.args.oneOffDefault, 5)
  })

  test('or somebody sees to them by hand', () => {
    assert.ok(!('oneOffDefault' in becoming(IntegerField(), { kind: 'leave' }).operation.args))
  })

  test('needs no answer with a default', () => {
    assert.deepEqual(becoming(IntegerField({ default: 1 })).questions, [])
    assert.deepEqual(becoming(IntegerField({ dbDefault: 1 })).questions, [])
    const { operation, questions } = becoming(IntegerField({ default: () => 7 }))
    assert.deepEqual([operation.args.oneOffDefault, questions], [7, []])
  })
})

test('a rename is asked in Django’s words', () => {
  const { questions } = detect({
    from: state(model('movies.Movie', { title: text }), model('movies.Actor', { name: text })),
    to: state(
      model('movies.Movie', { name: CharField({ maxLength: 10, default: '' }) }),
      model('movies.Person', { name: text }),
    ),
  })
  assert.deepEqual(
    questions.map(({ key, text: asked, unattended }) => [key, asked, unattended]),
    [
      ['rename:movies.Actor=Person', 'Was the model movies.Actor renamed to Person? [y/N]', undefined],
      ['rename:movies.Movie.title=name', 'Was movie.title renamed to movie.name (a CharField)? [y/N]', undefined],
    ],
  )
})

test('an answer of another kind is refused', () => {
  const to = state(model('movies.Movie', { rating: IntegerField() }))
  for (const wrong of [true, { kind: 'leave' as const }]) {
    assert.throws(() => detect({ from, to }, () => wrong), { code: 'makemigrations.wrong-answer' })
  }
  const renamed = { from: state(model('a.A', { x: text })), to: state(model('a.A', { y: text })) }
  assert.throws(() => detect(renamed, () => ({ kind: 'value', value: 1 })), { code: 'makemigrations.wrong-answer' })
})

describe('answering', () => {
  const to = state(model('movies.Movie', { rating: IntegerField(), made: DateTimeField({ autoNowAdd: true }) }))
  const detection = (given: ReadonlyMap<string, Answer>) => detectChanges({ from, to, now: noon, answers: given })

  test('starts again with each answer', async () => {
    const asked: string[] = []
    const { migrations } = await answering(detection, async ({ key }) => {
      asked.push(key)
      return { kind: 'value', value: 1 }
    })
    assert.deepEqual(asked, ['default:movies.Movie.rating', 'default:movies.Movie.made'])
    assert.equal(migrations[0]?.operations.length, 2)
  })

  test('a detection without answers is its first question', () => {
    const result = detection(new Map())
    assert.equal(result.kind === 'question' && result.question.key, 'default:movies.Movie.rating')
  })

  test('nobody answers what a person has to decide', async () => {
    await assert.rejects(answering(detection, nonInteractive), {
      name: 'NeedsAnswerError',
      code: 'makemigrations.needs-answer',
      hint: /answer default:movies\.Movie\.rating with a value/,
    })
    const renamed = { from: state(model('a.A', { x: text })), to: state(model('a.A', { y: text })), now: noon }
    await assert.rejects(
      answering((given) => detectChanges({ ...renamed, answers: given }), nonInteractive),
      { code: 'makemigrations.needs-answer', hint: /^Answer rename:a\.A\.x=y with yes to keep the data/ },
    )
  })

  test('answers that were written down go before, the rest is for who is there', async () => {
    const written = new Map<string, Answer>([['default:movies.Movie.rating', { kind: 'value', value: 9 }]])
    const { migrations } = await answering(detection, fromAnswers(written))
    const added = migrations
      .flatMap(({ operations }) => operations)
      .map((each) => (each as AddField).args.oneOffDefault)
    assert.deepEqual(added, [9, Now()])
  })
})
