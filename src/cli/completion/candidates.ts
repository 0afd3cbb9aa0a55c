import type { ArgumentText, CommandText, OptionText } from '../command'

/** What a word may become. */
export interface Candidate {
  readonly value: string
  readonly help: string
}

/** What there is to choose from. */
export interface Choices {
  readonly commands: readonly CommandText[]
  /** Options of every command. */
  readonly common: readonly OptionText[]
  readonly databases: readonly string[]
  readonly apps: readonly string[]
  /** Of an app, by their files. */
  migrations(app: string): readonly string[]
}

/** What the last of the words may become: those are what stands after the script, and the last one has only begun. */
export function candidates(words: readonly string[], choices: Choices): readonly Candidate[] {
  // Shells that take = for a word of its own have it between an option and its value.
  const known = words.filter((word) => word !== '=')
  const current = known.at(-1) ?? ''
  const found = known.length < 2 ? commandsOf(choices) : ofCommand(known.slice(0, -1), current, choices)
  return found.filter(({ value }) => value.startsWith(current))
}

function commandsOf({ commands }: Choices): readonly Candidate[] {
  return [...commands.map(({ name, summary }) => ({ value: name, help: summary })), help]
}

const help: Candidate = { value: 'help', help: 'Show the help of a command' }

function ofCommand([name, ...given]: readonly string[], current: string, choices: Choices): readonly Candidate[] {
  if (name === help.value) return given.length === 0 ? commandsOf(choices) : []
  const command = choices.commands.find((each) => each.name === name)
  if (command === undefined || given.includes('--')) return []
  const options = [...command.options, ...choices.common]
  if (current.startsWith('-')) return optionsLeft(options, given)
  const open = valued(options, given.at(-1))
  if (open !== undefined) return plain(valuesOf(open, choices))
  const before = given.filter((word, at) => !word.startsWith('-') && valued(options, given[at - 1]) === undefined)
  const argument = command.arguments[before.length] ?? command.arguments.at(-1)
  if (argument === undefined || (argument.arity !== 'many' && before.length >= command.arguments.length)) return []
  return plain(argumentsOf(argument, before, choices).filter((value) => !before.includes(value)))
}

/** The option that a word is the name of, if it takes a value. */
function valued(options: readonly OptionText[], word: string | undefined): OptionText | undefined {
  if (word === undefined || !word.startsWith('-')) return undefined
  return options.find((option) => namesOf(option).includes(word) && /[<[]/.test(option.flags))
}

function valuesOf({ choices = [], takesAlias = false }: OptionText, { databases }: Choices): readonly string[] {
  return takesAlias ? databases : choices
}

function optionsLeft(options: readonly OptionText[], given: readonly string[]): readonly Candidate[] {
  return options
    .filter((option) => option.hidden !== true)
    .filter((option) => option.repeats === true || !namesOf(option).some((name) => given.includes(name)))
    .flatMap((option) => {
      const long = namesOf(option).find((name) => name.startsWith('--'))
      return long === undefined ? [] : [{ value: long, help: option.help }]
    })
}

/** `-n, --name <name>`: its two names. */
function namesOf({ flags }: OptionText): readonly string[] {
  return flags.split(/[ ,]+/).filter((part) => part.startsWith('-'))
}

/** Arguments are called after what they name. */
function argumentsOf(
  { name, choices = [], words = [] }: ArgumentText,
  [app = '']: readonly string[],
  { apps, migrations }: Choices,
): readonly string[] {
  if (name === 'app' || name === 'apps') return apps
  if (name === 'migration' || name === 'end') return [...migrations(app), ...words]
  return choices
}

function plain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, help: '' }))
}
