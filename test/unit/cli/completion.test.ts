import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { candidates } from '../../../src/cli/completion/candidates'
import { candidateLine } from '../../../src/cli/completion/scripts'
import { commonTexts } from '../../../src/cli/parser'
import { commands } from '../../../src/cli/program'

const choices = {
  commands,
  common: commonTexts(),
  databases: ['default', 'archive'],
  apps: ['movies', 'people'],
  migrations: (app: string) => (app === 'movies' ? ['0001_initial', '0002_rating'] : []),
}

/** `migrate mo` with what the last word may become; a space at the end begins a new one. */
function completed(line: string): readonly string[] {
  return candidates(line.split(' '), choices).map(({ value }) => value)
}

describe('a word of a command line may become', () => {
  const cases: readonly (readonly [claim: string, line: string, found: readonly string[]])[] = [
    ['a command', 'make', ['makemigrations']],
    ['the command that help is wanted for', 'help mak', ['makemigrations']],
    ['nothing, of a command that is none', 'bogus mo', []],
    ['an app', 'migrate mo', ['movies']],
    ['another app, where there may be several', 'showmigrations movies ', ['people']],
    ['a migration of the app, or a word for one', 'migrate movies ', ['0001_initial', '0002_rating', 'zero', 'head']],
    ['a migration behind an option with its value', 'migrate --database archive movies 0002', ['0002_rating']],
    ['the second migration of a command', 'squashmigrations movies 0001_initial 0', ['0002_rating']],
    ['nothing, where all is said', 'migrate movies 0001_initial ', []],
    ['an option', 'sqlmigrate --ba', ['--backwards']],
    ['an option that every command has', 'check --tr', ['--traceback']],
    ['an option again, if it may be repeated', 'makemigrations --rename a.B=C --ren', ['--rename']],
    ['no option that is there, by whichever of its names', 'makemigrations -n x --na', []],
    ['no other spelling of an option', 'migrate --noi', []],
    ['one of the values of an option', 'check --fail-level ', ['error', 'warning']],
    ['the value of an option, behind =', 'migrate --database = ar', ['archive']],
    ['the value of an option that may stand alone', 'showmigrations --graph m', ['mermaid']],
    ['a level', 'migrate -v ', ['0', '1', '2', '3']],
    ['anything, where a name is to be made up', 'makemigrations --name mo', []],
    ['nothing of ours behind --', 'dbshell -- --', []],
    ['a shell', 'completion z', ['zsh']],
  ]
  for (const [claim, line, found] of cases) test(claim, () => assert.deepEqual(completed(line), found))

  test('any command at the beginning', () => {
    const all = completed('')
    assert.deepEqual([all.length, all.includes('migrate'), all.includes('help')], [commands.length + 1, true, true])
  })
})

test('shells that show a help get one', () => {
  const one = { value: 'a:b', help: 'what: it is' }
  assert.equal(candidateLine(one, 'bash'), 'a:b')
  assert.equal(candidateLine(one, 'zsh'), 'a\\:b:what: it is')
  assert.equal(candidateLine(one, 'fish'), 'a:b\twhat: it is')
  assert.equal(candidateLine({ value: 'movies', help: '' }, 'zsh'), 'movies')
})
