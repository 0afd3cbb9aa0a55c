import { refuseUnsoundSettings } from '../models/sound-settings'
import { Context } from './context'
import type { Environment } from './environment'
import { type ExitCode, exitCodes, reportError } from './exit'
import { Output, wantsColor } from './output'
import { asksForJson, type CommonOptions, type Invocation, parse } from './parser'
import { commands } from './program'
import type { Project } from './project'
import { version } from './version'

/** Runs a command line to its end: everything is printed, everything is closed. Never throws. */
export async function run(argv: readonly string[], project: Project, environment: Environment): Promise<ExitCode> {
  const early = new Output(environment, { color: wantsColor(environment), verbosity: 1 })
  try {
    refuseUnsoundSettings(project.settings)
    const invocation = parse(argv, {
      name: project.script,
      version,
      commands,
      databases: Object.keys(project.settings.databases),
      print: (text) => early.write(text),
      width: environment.stdout.columns,
    })
    return invocation === undefined ? exitCodes.ok : await invoke(invocation, project, environment)
  } catch (error) {
    return reportError(error, early, { json: asksForJson(argv), cwd: environment.cwd })
  }
}

async function invoke(
  { command, options, common }: Invocation,
  project: Project,
  environment: Environment,
): Promise<ExitCode> {
  const out = outputFor(common, environment)
  const context = new Context({ project, environment, out, json: common.json })
  try {
    // The parser has made these options from the command's own description of them.
    return await command.execute(context, options as never, out, common.json ? 'json' : 'text')
  } catch (error) {
    return reportError(error, out, { ...common, cwd: environment.cwd })
  } finally {
    await context.close()
  }
}

function outputFor({ color, verbosity }: CommonOptions, environment: Environment): Output {
  return new Output(environment, { color: wantsColor(environment, color), verbosity })
}
