import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { OneOffReason, Question } from '../src/autodetector/questions'
import { commonTexts } from '../src/cli/parser'
import { commands } from '../src/cli/program'
import { parseScenario } from './support/scenario'
import { codesIn, documentedCodes, told, unshown, unusedChoices, unusedOptions } from './support/scenario-coverage'

const root = join(__dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Errors that no command of a story can give: why, and the test that shows them. */
const elsewhere: Readonly<Record<string, string>> = {
  'prompt.cancelled': 'Ctrl-C takes a terminal: test/terminal.test.ts',
  internal: 'a bug, which no story has: test/unit/cli/exit.test.ts',
  'makemigrations.circular-change': 'no models are known that lead to it: test/unit/autodetector/models.test.ts',
  'plan.mixed': 'a command has one target, a program may have several: test/unit/migrations/plan.test.ts',
  'operation.irreversible': 'the plan is refused before, as plan.irreversible: test/unit/migrations/lost.test.ts',
  'operation.lost-code': 'the plan is refused before, as plan.irreversible: test/unit/migrations/lost.test.ts',
  'cache.not-data': 'caught, and the file is read instead: test/unit/migrations/cache-data.test.ts',
  'lint.no-parser': 'the package is there when tests run: test/unit/lint/loader.test.ts',
  'migrate.lock-wait': 'takes somebody else who holds a lock: test/integration/patience.test.ts',
  'migrate.no-key': 'takes a table that was changed by hand: test/integration/plan-traps.test.ts',
  'migrate.missed-rows': 'takes a trigger that was made by hand: test/integration/fill-traps.test.ts',
  'migrate.unwritable': 'takes a session that may not write: test/integration/holder-traps.test.ts',
  'migrate.stopped': 'takes a signal: test/integration/interrupted.test.ts',
  'migrate.cancelled': 'takes another session: test/integration/runner-traps.test.ts',
  'migrate.old-server': 'takes a server of another version: test/integration/more-operations.test.ts',
  'database.auth': 'takes a server that asks for a password: test/unit/cli/run.test.ts',
  'database.missing': 'takes the address of the server: test/integration/server-sessions.test.ts',
  'database.locked': 'takes another run at the same time: test/integration/server-sessions.test.ts',
  'database.pooled': 'takes a pooler: test/integration/pooling.test.ts',
  'database.lock-lost': 'takes a session that loses its lock: test/integration/server-sessions.test.ts',
  'database.busy': 'takes another process at the same time: test/integration/pglite-folder.test.ts',
  'database.closed': 'thrown to programs that go on with a closed connection: test/integration/server-sessions.test.ts',
  'testing.database': 'thrown to tests of migrations: test/integration/test-migration.test.ts',
  'testing.nothing-ran': 'thrown to tests of migrations: test/integration/test-migration.test.ts',
}

/** The same with choices of options, whose output is too long for a story. */
const choicesElsewhere: Readonly<Record<string, string>> = {
  'lint sarif': 'all rules as JSON: test/unit/lint/lint.test.ts',
  'showmigrations svg': 'a picture: test/unit/diagram/migrations.test.ts',
}

/** The words by which a question is known in a story. A kind without words does not compile. */
const questions: Readonly<Record<Exclude<Question['kind'], 'one-off-default'> | OneOffReason, RegExp>> = {
  'renamed-model': /^Was the model \S+ renamed to \w+\? \[y\/N\]/m,
  'moved-model': /^Was the model \S+ moved to the app \w+.*\? \[y\/N\]/m,
  'renamed-field': /^Was \S+ renamed to \S+ \(a \w+\)\? \[y\/N\]/m,
  'shared-default': /^Callable default on unique field \S+ will not .* Continue\? \[y\/N\]/m,
  'dropped-values': /^The values of \S+ cannot become .* Continue\? \[y\/N\]/m,
  'renamed-enum': /^Was the (enum|value) .* renamed to .*\? \[y\/N\]/m,
  'removed-enum-value': /^Please select what they get:$/m,
  added: /^It is impossible to add a non-nullable field .*\nPlease select a fix:$/m,
  'added-auto-now': /^It is impossible to add the field .*\nPlease select a fix:$/m,
  'made-not-null': /^It is impossible to change a nullable field .*\nPlease select a fix:$/m,
}

/** The same of the questions that commands ask by themselves, by where they are asked. */
const asked: Readonly<Record<string, RegExp>> = {
  'src/cli/commands/flush.ts confirm': /^This deletes all rows .*\n(?: .*\n)+Are you sure\? \[y\/N\]/m,
  'src/cli/commands/squashmigrations.ts confirm': /^Do you wish to proceed\? \[y\/N\]/m,
  'src/cli/merging.ts confirm': /^Should these migration branches be merged\? \[y\/N\]/m,
  'src/cli/rebasing.ts choose': /^Which branch is put on top of the other\?/m,
  'src/cli/rebasing.ts confirm': /^On database '\w+' .* will be undone and applied again; .* \[y\/N\]/m,
}

const stories = told(
  readdirSync(join(root, 'test/scenarios')).map((name) => parseScenario(read(`test/scenarios/${name}`))),
)
const shown = codesIn(stories.printed)
const documented = documentedCodes(read('docs/errors.md'))

describe('the stories use', () => {
  for (const command of commands) {
    test(`${command.name}, each of its options and of their choices`, () => {
      assert.ok(stories.runs.some(({ command: name }) => name === command.name))
      assert.deepEqual(unusedOptions(command, stories), [])
      assert.deepEqual(
        unusedChoices(command, stories).filter((choice) => choicesElsewhere[`${command.name} ${choice}`] === undefined),
        [],
      )
    })
  }

  for (const [of, reason] of Object.entries(choicesElsewhere)) {
    test(`${of} nowhere: ${reason}`, () => {
      const [name = '', choice = ''] = of.split(' ')
      const command = commands.find((each) => each.name === name)
      assert.ok(command && unusedChoices(command, stories).includes(choice), 'a story makes this choice, or it is none')
      assertMentioned(choice, reason)
    })
  }

  test('the options that all commands have', () => {
    const everywhere = { runs: stories.runs.map((run) => ({ ...run, command: 'any' })), printed: '' }
    assert.deepEqual(unusedOptions({ name: 'any', options: commonTexts() }, everywhere), [])
  })
})

describe('the stories show', () => {
  test('each error of docs/errors.md, but for those shown elsewhere', () => {
    assert.deepEqual(
      unshown(documented, shown).filter((code) => elsewhere[code] === undefined),
      [],
    )
  })

  test('each way to write a command line wrong that commands find out themselves', () => {
    const codes = sourceFiles('src/cli').flatMap((path) =>
      [...read(path).matchAll(/new UsageError\('([a-z-]+)'/g)].map(([, what]) => `usage.${what}`),
    )
    assert.notDeepEqual(codes, [])
    assert.deepEqual(unshown([...new Set(codes)], shown), [])
  })

  for (const [code, reason] of Object.entries(elsewhere)) {
    test(`${code} nowhere: ${reason}`, () => {
      assert.ok(documented.includes(code), 'docs/errors.md has no such error')
      assert.ok(!shown.has(code), 'a story shows it')
      assertMentioned(code, reason)
    })
  }

  for (const [kind, words] of Object.entries({ ...questions, ...asked })) {
    test(`the question of ${kind}`, () => assert.ok(words.test(stories.printed), `${words}`))
  }

  test('the questions of all that asks', () => {
    const asking = sourceFiles('src/cli')
      .filter((path) => !/(prompter|questioner)\.ts$/.test(path))
      .flatMap((path) =>
        [...read(path).matchAll(/await context\.prompter\(.*?\)\)\.(\w+)\(/g)].map(([, how]) => `${path} ${how}`),
      )
    assert.deepEqual(asking.sort(), Object.keys(asked).sort())
  })
})

describe('the check finds', () => {
  const some = told([
    parseScenario(
      '# A story.\n$ ts-node manage.ts migrate --plan\n  Error: no  [a.no, b.why]\n$ lint --format=sarif -- --all\n  "code": "c.json"\n',
    ),
  ])

  test('an option that stands behind -- or in another command only', () => {
    const options = [
      { flags: '--all', help: '' },
      { flags: '--plan', help: '' },
    ]
    assert.deepEqual(unusedOptions({ name: 'lint', options }, some), ['--all', '--plan'])
    assert.deepEqual(unusedOptions({ name: 'migrate', options }, some), ['--all'])
  })

  test('a choice that nobody makes', () => {
    const options = [{ flags: '-f, --format <format>', help: '', choices: ['sarif', 'text'] }]
    assert.deepEqual(unusedChoices({ name: 'lint', options, arguments: [] }, some), ['text'])
  })

  test('an error without a story', () => {
    const codes = documentedCodes('| `a.no` | 1 |\n| `b.why` |\n| `c.json` |\n| `d.gone` |\n| `a.*` |\n| `c.x` |\n')
    assert.deepEqual(unshown(codes, codesIn(some.printed)), ['d.gone', 'a.*', 'c.x'])
  })
})

function assertMentioned(what: string, reason: string): void {
  const [path = ''] = /\btest\/[\w./-]+\.ts$/.exec(reason) ?? []
  // As a pattern has it: prompt\.cancelled
  assert.ok(read(path).replaceAll('\\', '').includes(what), `${path} does not mention it`)
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`)
}
