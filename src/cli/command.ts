import type { Context } from './context'
import type { ExitCode } from './exit'
import type { Output } from './output'

/** What `--help` shows of a command and the parser of arguments knows. */
export interface CommandText {
  readonly name: string
  readonly summary: string
  /** In order; each is an option of the same name to programs. */
  readonly arguments: readonly ArgumentText[]
  readonly options: readonly OptionText[]
  readonly examples: readonly (readonly [command: string, what: string])[]
}

export interface ArgumentText {
  readonly name: string
  readonly arity: 'one' | 'optional' | 'many'
  readonly help: string
  readonly choices?: readonly string[]
  /** Of a name, words that may stand in its place. */
  readonly words?: readonly string[]
}

export interface OptionText {
  /** `-n, --name <name>`; the long one in camelCase is the option's name to programs. */
  readonly flags: string
  readonly help: string
  /** Understood, but not in the help: another spelling. */
  readonly hidden?: boolean
  readonly choices?: readonly string[]
  /** May be given several times: its value is a list. */
  readonly repeats?: boolean
  /** The aliases of the settings' databases are what it takes. */
  readonly takesAlias?: boolean
}

/** Prints a command: what happens while it runs, and what it came to. */
export interface View<Data, Event> {
  event?(event: Event): void
  /** `run` threw: what is printed of it so far can be brought to an end. The error itself is printed elsewhere. */
  failed?(): void
  /** What it takes to print it may be loaded for that. */
  result(data: Data): void | Promise<void>
}

/**
 * A command. `run` computes and prints nothing: programs call it as well. Its options are those of the command line by
 * their names in camelCase, none of them required that is not an argument.
 */
export interface CommandDefinition<Options, Data, Event = never> extends CommandText {
  run(context: Context, options: Options, report: (event: Event) => void): Promise<Data>
  view(out: Output, options: Options): View<Data, Event>
  /** 0 unless said: what came of it may be a no. */
  exitCode?(data: Data, options: Options): ExitCode
}

/** A command as the program holds it: what its events are is its own affair. */
export interface Command<Options, Data> extends CommandText {
  run(context: Context, options: Options): Promise<Data>
  /** Runs and prints. */
  execute(context: Context, options: Options, out: Output, form: 'text' | 'json'): Promise<ExitCode>
}

export function command<Options, Data, Event = never>(
  definition: CommandDefinition<Options, Data, Event>,
): Command<Options, Data> {
  const { name, summary, arguments: args, options, examples } = definition
  return {
    name,
    summary,
    arguments: args,
    options,
    examples,
    run: async (context, given) => {
      const data = await definition.run(context, given, () => undefined)
      await context.finish()
      return data
    },
    execute: async (context, given, out, form) => {
      const view = form === 'text' ? definition.view(out, given) : jsonView<Data, Event>(out)
      try {
        const data = await definition.run(context, given, (event) => view.event?.(event))
        // What is wrong at the end is said below the result, or in its place: JSON is one value.
        if (form === 'json') await context.finish()
        await view.result(data)
        await context.finish()
        return definition.exitCode?.(data, given) ?? 0
      } catch (error) {
        view.failed?.()
        throw error
      }
    },
  }
}

function jsonView<Data, Event>(out: Output): View<Data, Event> {
  return { result: (data) => out.json(data) }
}
