import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyHunk, parseCommandLine, parseScenario, printScenario } from './scenario'

const story = `# A story.

> write a.ts
  const a = 1

  const b = 2

# Why.
$ makemigrations < y
  Was it? [y/N] y
`

test('a scenario is printed as it was read', () => {
  const { title, parts } = parseScenario(story)
  assert.equal(title, 'A story')
  assert.deepEqual(
    parts.map(({ kind, subject, body }) => [kind, subject, body]),
    [
      ['comment', 'A story.', []],
      ['write', 'a.ts', ['const a = 1', '', 'const b = 2']],
      ['comment', 'Why.', []],
      ['run', 'makemigrations < y', ['Was it? [y/N] y']],
    ],
  )
  assert.equal(printScenario(parts), story)
})

test('a line that is nothing is an error with its number', () => {
  assert.throws(() => parseScenario('# Title\n\n> paint a.ts\n'), /line 3: .*paint/)
  assert.throws(() => parseScenario('$ migrate\n'), /begins with a comment/)
})

describe('a command line has', () => {
  const cases: readonly (readonly [string, ReturnType<typeof parseCommandLine>])[] = [
    ['migrate movies', { variables: {}, words: ['migrate', 'movies'], answers: [] }],
    ['', { variables: {}, words: [], answers: [] }],
    ["a --name 'two words'", { variables: {}, words: ['a', '--name', 'two words'], answers: [] }],
    ['makemigrations  < y <  < 2', { variables: {}, words: ['makemigrations'], answers: ['y', '', '2'] }],
    ['NO_COLOR=1 TZ=UTC check', { variables: { NO_COLOR: '1', TZ: 'UTC' }, words: ['check'], answers: [] }],
  ]
  for (const [text, expected] of cases) test(text, () => assert.deepEqual(parseCommandLine(text), expected))
})

describe('a hunk', () => {
  const text = 'one\n  two\nthree\n'

  test('replaces lines where the others stand', () => {
    assert.equal(applyHunk(text, ['  one', '-   two', '+   2', '+   II']), 'one\n  2\n  II\nthree\n')
  })

  test('has to fit, and in one place only', () => {
    assert.throws(() => applyHunk(text, ['- four']), /does not have these lines:\nfour/)
    assert.throws(() => applyHunk('a\na\n', ['- a']), /more than once/)
  })
})
