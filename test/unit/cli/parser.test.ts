import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { UsageError } from '../../../src/cli/exit'
import { type Invocation, parse } from '../../../src/cli/parser'
import { commands } from '../../../src/cli/program'

/** What a command line asks for, and what was printed. */
function parsed(...argv: readonly string[]): { invocation: Invocation | undefined; printed: string } {
  let printed = ''
  const invocation = parse(argv, {
    name: 'manage.ts',
    version: '1.2.3',
    commands,
    databases: ['default', 'archive'],
    print: (text) => {
      printed += text
    },
  })
  return { invocation, printed }
}

describe('a command line becomes options', () => {
  const cases: readonly (readonly [line: string, options: Readonly<Record<string, unknown>>])[] = [
    ['makemigrations', { apps: [], input: true }],
    ['makemigrations movies people -n x', { apps: ['movies', 'people'], name: 'x', input: true }],
    ['makemigrations --dry-run --check', { apps: [], dryRun: true, check: true, input: true }],
    ['makemigrations --empty movies', { apps: ['movies'], empty: true, input: true }],
    ['makemigrations --no-input', { apps: [], input: false }],
    ['makemigrations --noinput', { apps: [], input: true, noinput: true }],
    ['migrate', { app: undefined, migration: undefined, input: true, preflight: true }],
    ['migrate movies zero --fake', { app: 'movies', migration: 'zero', fake: true, input: true, preflight: true }],
    [
      'migrate --plan --database archive',
      { app: undefined, migration: undefined, plan: true, database: 'archive', input: true, preflight: true },
    ],
    ['migrate movies -1', { app: 'movies', migration: '-1', input: true, preflight: true }],
    ['migrate --plan movies -2 -v 0', { app: 'movies', migration: '-2', plan: true, input: true, preflight: true }],
    ['showmigrations -p', { apps: [], plan: true }],
    ['showmigrations --list movies', { apps: ['movies'], list: true }],
    ['sqlmigrate movies 0001 --backwards', { app: 'movies', migration: '0001', backwards: true }],
    ['check --fail-level warning', { apps: [], failLevel: 'warning' }],
  ]
  for (const [line, options] of cases) {
    test(line, () => {
      const { invocation } = parsed(...line.split(' '))
      assert.equal(invocation?.command.name, line.split(' ')[0])
      assert.deepEqual(invocation?.options, options)
    })
  }
})

describe('options of every command', () => {
  const usual = { verbosity: 1, json: false, color: true, traceback: false }
  for (const command of commands) {
    const needed = command.arguments
      .filter(({ arity }) => arity === 'one')
      .map(({ choices = ['x'] }) => choices[0] ?? 'x')
    test(`${command.name}: none given`, () => {
      assert.deepEqual(parsed(command.name, ...needed).invocation?.common, usual)
    })
    test(`${command.name}: all given`, () => {
      const all = ['-v', '3', '--json', '--no-color', '--traceback']
      const expected = { verbosity: 3, json: true, color: false, traceback: true }
      assert.deepEqual(parsed(command.name, ...needed, ...all).invocation?.common, expected)
    })
    test(`${command.name}: help has its options and examples, and runs nothing`, () => {
      const { invocation, printed } = parsed(command.name, '--help')
      assert.equal(invocation, undefined)
      assert.match(printed, new RegExp(`^Usage: manage\\.ts ${command.name} \\[options\\]`))
      for (const { flags, hidden } of command.options) assert.equal(printed.includes(flags), hidden !== true, flags)
      for (const [example] of command.examples) assert.ok(printed.includes(`manage.ts ${example}`))
    })
  }
})

describe('what cannot be understood is a usage error', () => {
  const cases: readonly (readonly [line: string, code: string, message: RegExp, hint: RegExp])[] = [
    ['migrat', 'usage.unknown-command', /unknown command 'migrat'/, /Did you mean migrate\?.*manage\.ts --help/],
    ['migrate --fakee', 'usage.unknown-option', /unknown option '--fakee'/, /--fake\?.*manage\.ts migrate --help/],
    ['sqlmigrate movies', 'usage.missing-argument', /missing required argument 'migration'/, /sqlmigrate --help/],
    ['migrate a b c', 'usage.excess-arguments', /too many arguments/, /migrate --help/],
    ['migrate --database', 'usage.option-missing-argument', /argument missing/, /migrate --help/],
    ['migrate --database x', 'usage.invalid-argument', /'x' is invalid.*default, archive/, /migrate --help/],
    ['check --fail-level x', 'usage.invalid-argument', /'x' is invalid.*error, warning/, /check --help/],
    ['migrate -v 4', 'usage.verbosity', /--verbosity 4/, /^$/],
  ]
  for (const [line, code, message, hint] of cases) {
    test(line, () => {
      assert.throws(
        () => parsed(...line.split(' ')),
        (error) => {
          assert.ok(error instanceof UsageError)
          assert.equal(error.code, code)
          assert.match(error.message, message)
          assert.match(error.hint ?? '', hint)
          return true
        },
      )
    })
  }
})

test('--version prints the version, and no command the help', () => {
  assert.equal(parsed('--version').printed, '1.2.3\n')
  assert.match(parsed().printed, /^Usage: manage\.ts/)
  assert.equal(parsed().printed, parsed('--help').printed)
})
