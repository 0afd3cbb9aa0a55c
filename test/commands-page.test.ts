import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { CommandText } from '../src/cli/command'
import { commands } from '../src/cli/program'
import { djangoOptions } from './support/django-options'

const page = readFileSync(join(__dirname, '..', 'docs', 'commands.md'), 'utf8')

/** What stands below a heading of the page, up to the next of its kind. */
function section(title: string): string {
  const [, text = ''] = page.split(new RegExp(`^## ${title}$`, 'm'))
  return text.split(/^## /m)[0] ?? ''
}

function flagsIn(text: string): readonly string[] {
  return text.match(/--[a-z][a-z-]*/g) ?? []
}

function flagsOf({ options }: CommandText): readonly string[] {
  return options.flatMap(({ flags }) => flagsIn(flags))
}

/** The first cells of the tables in a text. */
function firstCells(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^\| (.*?[^\\]) \|/.exec(line)?.[1] ?? [])
}

describe('docs/commands.md has of each command the very options of its help', () => {
  for (const command of commands) {
    test(command.name, () => {
      const documented = firstCells(section(command.name)).flatMap(flagsIn)
      assert.deepEqual([...new Set(documented)].sort(), [...new Set(flagsOf(command))].sort())
    })
  }
})

describe('docs/commands.md says of each option of Django what has become of it', () => {
  const rows = section('Django’s commands')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (command|---)/.test(line))
    .map((line) => {
      const [, command = '', option = '', verdict = ''] = line.split('|').map((cell) => cell.trim())
      return { command: command.replaceAll('`', ''), option: option.replaceAll('`', ''), verdict }
    })
  const found = (command: string, option: string): readonly (string | undefined)[] =>
    rows.filter((row) => row.command === command && row.option === option).map(({ verdict }) => verdict)

  for (const [name, options] of Object.entries(djangoOptions)) {
    const ours = commands.find((command) => command.name === name)
    const has = (option: string): boolean =>
      option === '' ? ours !== undefined : ours !== undefined && flagsOf(ours).includes(option)

    for (const option of name === 'every command' ? options : ['', ...options]) {
      test(`${name} ${option}`, () => {
        const [verdict = '', another] = found(name, option)
        assert.match(verdict, /^(same|better: .+|left out: .+)$/)
        assert.equal(another, undefined, 'one row')
        if (name !== 'every command') assert.equal(has(option), !verdict.startsWith('left out'))
      })
    }
  }

  test('and of nothing else', () => {
    const known = rows.filter(({ command, option }) => option === '' || djangoOptions[command]?.includes(option))
    assert.deepEqual(rows, known)
  })
})
