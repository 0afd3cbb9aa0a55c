import type { OpenProject } from '../project/open-project'
import type { Project } from '../project/project'
import type { Command } from './command'
import type { program } from './program'

type Program = typeof program

/** `migrate`, `showmigrations` and so on. */
export type CommandName = keyof Program

/** The arguments and options of a command, by their names in camelCase. */
export type CommandOptions<Name extends CommandName> =
  Program[Name] extends Command<infer Options, infer _Data> ? Options : never

/** What comes of a command: what it prints with `--json`. */
export type CommandData<Name extends CommandName> =
  Program[Name] extends Command<infer _Options, infer Data> ? Data : never

export interface CallOptions {
  /** Called with what the command line prints on stderr though the command goes on. */
  readonly onWarning?: ((text: string) => void) | undefined
}

/** Options may be left out where none has to be given. */
type Given<Name extends CommandName> =
  object extends CommandOptions<Name>
    ? [options?: CommandOptions<Name>, call?: CallOptions]
    : [options: CommandOptions<Name>, call?: CallOptions]

/**
 * Runs a command from code: `await callCommand(project, 'migrate', { app: 'movies' })`. Gives what comes of it, throws
 * what goes wrong, prints nothing and asks nobody. An open project lends its session; otherwise the command opens one.
 */
export async function callCommand<Name extends CommandName>(
  project: OpenProject | Project,
  name: Name,
  ...[options, call]: Given<Name>
): Promise<CommandData<Name>> {
  // Imported here: whoever imports a field from the package loads none of this.
  const { runCalled } = await import('./run-called')
  return runCalled(project, name, options ?? {}, call) as Promise<CommandData<Name>>
}
