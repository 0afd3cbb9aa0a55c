import { Argument, Command as Commander, CommanderError, Option } from 'commander'
import type { ArgumentText, Command, CommandText, OptionText } from './command'
import { UsageError } from './exit'
import type { Verbosity } from './output'

/** What every command takes besides its own options. */
export interface CommonOptions {
  readonly verbosity: Verbosity
  readonly json: boolean
  readonly color: boolean
  readonly traceback: boolean
}

/** A command line, understood. */
export interface Invocation {
  readonly command: Command<never, unknown>
  /** By name, arguments among them. */
  readonly options: Readonly<Record<string, unknown>>
  readonly common: CommonOptions
}

export interface ParserOptions {
  /** The script as it is called: `manage.ts`. */
  readonly name: string
  readonly version: string
  readonly commands: readonly Command<never, unknown>[]
  /** What `--database` takes. */
  readonly databases: readonly string[]
  /** Prints help. */
  readonly print: (text: string) => void
  /** Of the terminal, in columns. */
  readonly width?: number | undefined
}

/** What a command line asks for; undefined if it was for help or the version, which are printed. */
export function parse(argv: readonly string[], options: ParserOptions): Invocation | undefined {
  let invocation: Invocation | undefined
  // All commands are described only where they are listed, or where none of them is meant.
  const meant = options.commands.filter((command) => command.name === argv[0])
  const commands = meant.length > 0 ? meant : options.commands
  const program = buildProgram({ ...options, commands }, (found) => {
    invocation = found
  })
  if (argv.length === 0) {
    program.outputHelp()
    return undefined
  }
  try {
    program.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Not by its exit code, which for help is that of the process so far.
    if (!/^commander\.(help|helpDisplayed|version)$/.test(error.code)) throw usageError(error, argv, options)
  }
  return invocation
}

/** Whether a command line asks for JSON, as far as one that cannot be parsed tells. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.includes('--json')
}

type Found = (invocation: Invocation) => void

function buildProgram(
  { name, version, commands, databases, print, width = 80 }: ParserOptions,
  found: Found,
): Commander {
  const program = new Commander(name)
    .description('Migrations for the models of this project.')
    .version(version, '--version', 'print the version of strata-orm')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', `\nThe options of a command: ${name} <command> --help`)
    .configureOutput({ writeOut: print, writeErr: () => undefined, getOutHelpWidth: () => width })
    .exitOverride()
  for (const command of commands) program.addCommand(subcommand(program, command, name, databases, found))
  return program
}

function subcommand(
  program: Commander,
  command: Command<never, unknown>,
  name: string,
  databases: readonly string[],
  found: Found,
): Commander {
  const sub = new Commander(command.name)
    .copyInheritedSettings(program)
    .description(command.summary)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', examples(command, name))
  for (const argument of command.arguments) sub.addArgument(argumentOf(argument))
  for (const option of command.options) sub.addOption(optionOf(option, databases))
  sub.optionsGroup('Common options:')
  for (const option of commonOptions()) sub.addOption(option)
  return sub.action((...given: unknown[]) => {
    const {
      verbosity = 1,
      json,
      color,
      traceback,
      ...options
    } = sub.opts<Record<string, unknown> & Partial<CommonOptions>>()
    const positional = command.arguments.map((argument, index) => [argument.name, given[index]] as const)
    found({
      command,
      options: { ...options, ...Object.fromEntries(positional) },
      common: { verbosity, json: json === true, color: color !== false, traceback: traceback === true },
    })
  })
}

function commonOptions(): readonly Option[] {
  return [
    new Option('-v, --verbosity <level>', '0 silent, 1 normal, 2 with details, 3 with everything')
      .choices(['0', '1', '2', '3'])
      .default(1, '1')
      .argParser(verbosity),
    new Option('--json', 'print the result as JSON'),
    new Option('--no-color', 'print without colour'),
    new Option('--traceback', 'print the stack of an error'),
  ]
}

/** The same as a command describes its own. */
export function commonTexts(): readonly OptionText[] {
  return commonOptions().map(({ flags, description, argChoices = [] }) => {
    return { flags, help: description, choices: argChoices }
  })
}

function verbosity(text: string): Verbosity {
  if (/^[0-3]$/.test(text)) return Number(text) as Verbosity
  throw new UsageError('verbosity', `--verbosity ${text}: the levels are 0, 1, 2 and 3`)
}

function argumentOf({ name, arity, help, choices }: ArgumentText): Argument {
  const usage = { one: `<${name}>`, optional: `[${name}]`, many: `[${name}...]` }[arity]
  const argument = new Argument(usage, help)
  return choices === undefined ? argument : argument.choices(choices)
}

function optionOf(text: OptionText, databases: readonly string[]): Option {
  const {
    flags,
    help,
    hidden = false,
    takesAlias = false,
    repeats = false,
    choices = takesAlias ? databases : [],
  } = text
  const option = new Option(flags, help).hideHelp(hidden)
  if (repeats) option.argParser((value: string, before: readonly string[] = []) => [...before, value])
  return choices.length === 0 ? option : option.choices(choices)
}

function examples({ examples: lines }: CommandText, name: string): string {
  const width = Math.max(...lines.map(([line]) => line.length))
  const shown = lines.map(([line, what]) => `  ${name} ${line.padEnd(width)}  ${what}`)
  return ['', 'Examples:', ...shown].join('\n')
}

/** commander's sentence as an error of ours; its suggestion, which stands in brackets, is the hint. */
function usageError(error: CommanderError, argv: readonly string[], { name, commands }: ParserOptions): UsageError {
  const [, text = '', suggestion] = /^(?:error: )?(.*?)(?:\n\((.*)\))?$/s.exec(error.message) ?? []
  const known = commands.find((command) => command.name === argv[0])
  const help = `See ${name} ${known === undefined ? '' : `${known.name} `}--help.`
  return new UsageError(
    error.code.replace('commander.', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    text.replace(/^command-argument value /, ''),
    suggestion === undefined ? help : `${suggestion} ${help}`,
    { argv },
  )
}
