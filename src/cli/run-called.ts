import { Readable } from 'node:stream'
import { connect } from '../backends/connect'
import { parseDatabaseUrl } from '../backends/database-url'
import { didYouMean } from '../base/text'
import type { OpenProject } from '../project/open-project'
import type { Project } from '../project/project'
import type { Connection } from '../sql/connection'
import type { CallOptions } from './call-command'
import { Context } from './context'
import type { Environment } from './environment'
import { UsageError } from './exit'
import { Output } from './output'
import { commands } from './program'

/** A command without a command line: nobody is asked, and what would be printed goes nowhere. */
export async function runCalled(
  project: OpenProject | Project,
  name: string,
  options: object,
  { onWarning }: CallOptions = {},
): Promise<unknown> {
  const command = commands.find((each) => each.name === name)
  if (command === undefined) throw new UnknownCommandError(name)
  const environment = environmentOf(project, onWarning)
  const context = new Context({
    project: { settings: project.settings, baseDir: project.baseDir, script: 'manage.ts' },
    environment,
    out: new Output(environment, { color: false, verbosity: 1 }),
    json: false,
  })
  try {
    // The compiler has held these options against the command's own.
    return await command.run(context, options as never)
  } finally {
    await context.close()
  }
}

/** A program that the compiler has not seen calls a command that is not there. */
export class UnknownCommandError extends UsageError {
  constructor(name: string) {
    const names = commands.map((each) => each.name)
    const meant = didYouMean(name, names)
    const hint = meant === undefined ? `The commands are ${names.join(', ')}.` : `Did you mean '${meant}'?`
    super('unknown-command', `There is no command '${name}'.`, hint, { name })
  }
}

function environmentOf(project: OpenProject | Project, onWarning: CallOptions['onWarning']): Environment {
  let isLent = false
  return {
    cwd: process.cwd(),
    env: process.env,
    stdin: Readable.from([]),
    stdout: { write: () => undefined },
    stderr: { write: (text) => onWarning?.(text.trimEnd()) },
    connect: async (url, options) => {
      if (!('database' in project) || url !== project.settings.databases.default) return connect(url, options)
      // Who asks a server for a second session wants another; the embedded database has one.
      if (isLent && parseDatabaseUrl(url).kind === 'postgres') return connect(url, options)
      isLent = true
      return lent(project)
    },
  }
}

/** The session of an open project, which stays open: a second one of a PGlite folder would wait for the first. */
async function lent(project: OpenProject): Promise<Connection> {
  return Object.create(await project.database(), { close: { value: async () => undefined } }) as Connection
}
