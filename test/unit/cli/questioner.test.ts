import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { removedEnumValue, renamedEnum } from '../../../src/autodetector/enum-questions'
import {
  oneOffDefault,
  type Question,
  renamedField,
  renamedModel,
  sharedDefault,
} from '../../../src/autodetector/questions'
import { exitCodeOf } from '../../../src/cli/exit'
import { LinePrompter } from '../../../src/cli/line-prompter'
import { personToAsk } from '../../../src/cli/questioner'
import { DateTimeField, IntegerField } from '../../../src/fields'
import { plain } from '../../../src/fields/field'
import { Now } from '../../../src/sql/functions'

const rating = { model: 'movies.Movie', name: 'rating', field: plain(IntegerField()) } as const
const added = oneOffDefault({ ...rating, reason: 'added' })
const made = oneOffDefault({ ...rating, reason: 'made-not-null' })
const created = plain(DateTimeField({ autoNowAdd: true }))
const timed = oneOffDefault({ model: 'movies.Movie', name: 'created', field: created, reason: 'added-auto-now' })

/** The answer to a question, given these lines, and what was printed. */
async function ask(question: Question, ...lines: readonly string[]): Promise<[answer: unknown, printed: string]> {
  let printed = ''
  const prompter = new LinePrompter(Readable.from(lines.map((line) => `${line}\n`)), {
    write: (text) => {
      printed += text
    },
  })
  try {
    return [await personToAsk(async () => prompter)(question), printed]
  } finally {
    prompter.close()
  }
}

describe('renames are asked for in Django’s words', () => {
  const field = renamedField({ model: 'movies.Movie', from: 'rating', to: 'stars', field: rating.field, exact: true })
  const model = renamedModel({ from: 'movies.Movie', to: 'movies.Film', exact: true })
  const shared = sharedDefault({ model: 'movies.Movie', name: 'slug' })

  test('of a field', async () => {
    const line = 'Was movie.rating renamed to movie.stars (a IntegerField)? [y/N] y\n'
    assert.deepEqual(await ask(field, 'y'), [true, line])
  })

  test('of a model', async () => {
    assert.deepEqual(await ask(model, ''), [false, 'Was the model movies.Movie renamed to Film? [y/N] \n'])
  })

  test('and so is a default that all rows would share', async () => {
    const [answer, printed] = await ask(shared, 'y')
    assert.equal(answer, true)
    assert.match(printed, /will not generate unique values upon migrating\. Continue\? \[y\/N\] y\n$/)
  })
})

describe('a value for the rows that are there', () => {
  test('is typed', async () => {
    const [answer, printed] = await ask(added, '1', '5')
    assert.deepEqual(answer, { kind: 'value', value: 5 })
    assert.match(
      printed,
      /^It is impossible to add a non-nullable field 'rating' to movie without specifying a default\./,
    )
    assert.match(
      printed,
      /\nPlease select a fix:\n 1\) Provide a one-off default .*\n 2\) Quit .*\nSelect an option: 1\n/,
    )
  })

  test('is asked for again as long as the field cannot hold it', async () => {
    const [answer, printed] = await ask(added, '1', 'five', "'five'", 'null', '5')
    assert.deepEqual(answer, { kind: 'value', value: 5 })
    assert.equal(printed.match(/^>>> /gm)?.length, 4, printed)
  })

  test('may be an expression', async () => {
    assert.deepEqual((await ask(timed, '1', 'Now()'))[0], { kind: 'value', value: Now() })
  })

  test('is the time of the migration on Enter, for a field of times', async () => {
    assert.deepEqual((await ask(timed, '1', ''))[0], { kind: 'value', value: Now() })
  })

  test('may be left out where NULLs are there already', async () => {
    assert.deepEqual((await ask(made, '2'))[0], { kind: 'leave' })
  })
})

describe('rows that hold a value which an enum loses', () => {
  const removed = removedEnumValue({ enum: 'shop.mood', value: 'meh', values: ['sad', 'ok'] })

  test('get one of those that stay', async () => {
    const [answer, printed] = await ask(removed, '2')
    assert.deepEqual(answer, { kind: 'value', value: 'ok' })
    assert.match(printed, /^The enum shop\.mood loses the value 'meh'.*\n.*\n 1\) 'sad'\n 2\) 'ok'\n 3\) Nothing/)
  })

  test('or stop the migration', async () => {
    assert.deepEqual((await ask(removed, '3'))[0], { kind: 'leave' })
    await assert.rejects(ask(removed, '4'), (error) => exitCodeOf(error) === 3)
  })

  test('an enum that may have been renamed is confirmed', async () => {
    const renamed = renamedEnum({ enum: 'shop.mood', what: 'enum', from: 'mood', to: 'feeling' })
    assert.deepEqual(await ask(renamed, 'y'), [true, 'Was the enum shop.mood renamed to feeling? [y/N] y\n'])
  })
})

describe('quitting ends with 3', () => {
  const cases: readonly (readonly [string, Question, string[]])[] = [
    ['at the menu of a new field', added, ['2']],
    ['at the menu of an altered field', made, ['3']],
    ['at the value', added, ['1', 'exit']],
    ['at the end of the input', added, []],
    ['at the end of the input, at the value', added, ['1']],
  ]
  for (const [claim, question, lines] of cases) {
    test(claim, () => assert.rejects(ask(question, ...lines), (error) => exitCodeOf(error) === 3))
  }
})
