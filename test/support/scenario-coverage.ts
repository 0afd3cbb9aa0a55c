import type { CommandText, OptionText } from '../../src/cli/command'
import { type Part, parseCommandLine, type Scenario } from './scenario'

/** What stories tell: the commands that they run, and all that is printed. */
export interface Told {
  readonly runs: readonly Run[]
  readonly printed: string
}

export interface Run {
  readonly command: string
  /** As far as they are options and arguments of the command, not what it hands on behind `--`. */
  readonly words: readonly string[]
}

export function told(stories: readonly Scenario[]): Told {
  const parts = stories.flatMap((story) => story.parts).filter(({ kind }) => kind === 'run')
  return { runs: parts.map(runOf), printed: parts.map(({ body }) => `${body.join('\n')}\n`).join('') }
}

function runOf({ subject }: Part): Run {
  const { words } = parseCommandLine(subject)
  // `ts-node manage.ts migrate` is the same command in a process of its own.
  const [command = '', ...rest] = words.slice(words.indexOf('manage.ts') + 1)
  const end = rest.indexOf('--')
  return { command, words: end === -1 ? rest : rest.slice(0, end) }
}

/** The options of a command that no story gives to it, hidden ones left out. */
export function unusedOptions(
  { name, options }: Pick<CommandText, 'name' | 'options'>,
  { runs }: Told,
): readonly string[] {
  const words = runs.filter(({ command }) => command === name).flatMap((run) => run.words)
  return options
    .filter((option) => option.hidden !== true && !words.some((word) => isSpelling(word, option)))
    .map(({ flags }) => flags)
}

/** The choices of options and arguments that no story makes: `--format sarif`, `bash`. */
export function unusedChoices(
  { name, options, arguments: args }: Pick<CommandText, 'name' | 'options' | 'arguments'>,
  { runs }: Told,
): readonly string[] {
  const own = runs.filter(({ command }) => command === name).map(({ words }) => words)
  return [
    ...options.flatMap((option) => {
      const values = own.flatMap((words) => valuesOf(option, words))
      return (option.choices ?? []).filter((choice) => !values.includes(choice))
    }),
    ...args.flatMap(({ choices = [] }) => choices.filter((choice) => !own.flat().includes(choice))),
  ]
}

/** `sarif` of `--format sarif` and `--format=sarif`. */
function valuesOf(option: OptionText, words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => (isSpelling(word, option) ? (word.split('=')[1] ?? words[at + 1] ?? []) : []))
}

/** `-n`, `--name` and `--name=x` of `-n, --name <name>`. */
function isSpelling(word: string, { flags }: OptionText): boolean {
  const spellings: readonly string[] = flags.match(/(?<![\w-])--?[a-z][a-z-]*/g) ?? []
  return spellings.includes(word.replace(/=.*/s, ''))
}

/** The codes of errors in brackets at the end of a line, and those in JSON. */
export function codesIn(printed: string): ReadonlySet<string> {
  const inBrackets = [...printed.matchAll(/ {2}\[([a-z]+(?:[.,a-z_ -]+)?)\]$/gm)].flatMap(([, codes = '']) =>
    codes.split(', '),
  )
  const inJson = [...printed.matchAll(/^\s*"(?:code|reason)": "([a-z]+[.a-z_-]*)"/gm)].map(([, code = '']) => code)
  return new Set([...inBrackets, ...inJson])
}

/** The first cells of the tables of docs/errors.md: `migrate.failed`, and `usage.*` for all of an area. */
export function documentedCodes(page: string): readonly string[] {
  return [...page.matchAll(/^\| `([a-z]+(?:\.[a-z-]+|\.\*)?)` \|/gm)].map(([, code = '']) => code)
}

/** Those that are not shown. All of an area is, if one is that has no row of its own. */
export function unshown(documented: readonly string[], shown: ReadonlySet<string>): readonly string[] {
  return documented.filter((code) => {
    if (!code.endsWith('.*')) return !shown.has(code)
    return ![...shown].some((each) => each.startsWith(code.slice(0, -1)) && !documented.includes(each))
  })
}
