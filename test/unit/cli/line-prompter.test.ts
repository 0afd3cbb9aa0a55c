import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { LinePrompter } from '../../../src/cli/line-prompter'
import { NoAnswerError, type Prompter } from '../../../src/cli/prompter'
import { typedValue } from '../../../src/cli/typed-value'

/** The answer to a question and all that was printed, given these lines on stdin. */
async function asked<T>(lines: readonly string[], ask: (prompter: Prompter) => Promise<T>): Promise<[T, string]> {
  let printed = ''
  const prompter = new LinePrompter(Readable.from(lines.map((line) => `${line}\n`)), {
    write: (text) => (printed += text),
  })
  try {
    return [await ask(prompter), printed]
  } finally {
    prompter.close()
  }
}

describe('yes or no', () => {
  const cases: readonly (readonly [string[], boolean, string])[] = [
    [['y'], true, 'Sure? [y/N] y\n'],
    [['YES'], true, 'Sure? [y/N] YES\n'],
    [['n'], false, 'Sure? [y/N] n\n'],
    [[''], false, 'Sure? [y/N] \n'],
    [['maybe', 'y'], true, 'Sure? [y/N] maybe\nPlease answer yes or no: y\n'],
  ]
  for (const [lines, answer, printed] of cases) {
    test(lines.join(), async () => {
      assert.deepEqual(await asked(lines, (prompter) => prompter.confirm('Sure?', false)), [answer, printed])
    })
  }

  test('the default can be yes', async () => {
    assert.deepEqual(await asked([''], (prompter) => prompter.confirm('Sure?', true)), [true, 'Sure? [Y/n] \n'])
  })
})

test('a menu takes a number and asks again for anything else', async () => {
  assert.deepEqual(await asked(['3', 'x', '2'], (prompter) => prompter.choose('Please:', ['One', 'Two'])), [
    1,
    'Please:\n 1) One\n 2) Two\nSelect an option: 3\nPlease select a valid option: x\nPlease select a valid option: 2\n',
  ])
})

test('a line that cannot be read is asked for again, with what is wrong', async () => {
  assert.deepEqual(await asked(['draft', "'draft'"], (prompter) => prompter.text('A value', typedValue)), [
    'draft',
    "A value\n>>> draft\ndraft is not a value. Text goes in quotes: 'draft'\n>>> 'draft'\n",
  ])
})

test('several questions take one line each', async () => {
  const [answers] = await asked(['y', '2', '5'], async (prompter) => [
    await prompter.confirm('Sure?', false),
    await prompter.choose('Which?', ['a', 'b']),
    await prompter.text('What?', typedValue),
  ])
  assert.deepEqual(answers, [true, 1, 5])
})

test('the end of the input is an error that names the question', async () => {
  await assert.rejects(
    asked([], (prompter) => prompter.confirm('Sure?', false)),
    (error) => error instanceof NoAnswerError && error.message.includes('Sure?'),
  )
})
