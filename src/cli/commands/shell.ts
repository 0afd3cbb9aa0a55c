import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { plural } from '../../base/text'
import { command } from '../command'
import type { Context } from '../context'
import { unlessMigrated, withTables } from '../not-migrated'
import { databaseOption } from '../options'
import type { Output } from '../output'
import type { Scope } from '../run-code'
import type { ShellName } from '../shell-names'

export interface ShellOptions {
  /** Code to run instead of asking for lines. */
  readonly command?: string
  /** false: no models by name. */
  readonly imports?: boolean
  readonly database?: string
}

export interface ShellData {
  /** What the code of `command`, or of a pipe, returned. */
  readonly value: unknown
}

export const shell = command<ShellOptions, ShellData, readonly ShellName[]>({
  name: 'shell',
  summary: 'Run code with the models at hand',
  arguments: [],
  options: [
    { flags: '-c, --command <code>', help: 'run this code and end' },
    { flags: '--no-imports', help: 'without the models by their names' },
    databaseOption,
  ],
  examples: [
    ['shell', 'line by line, await included'],
    ["shell -c 'return Movie.objects.count()'", 'one piece of code'],
    ['shell < script.js', 'code of a file'],
  ],

  async run(context, { command: code, imports = true, database = 'default' }, report) {
    const [{ shellNames }, registry] = await Promise.all([import('../shell-names'), context.registry()])
    registry.bind(() => context.database(database))
    const names = imports ? shellNames(registry) : []
    const db = await context.database(database)
    const scope = {
      db,
      ...Object.fromEntries(names.map(({ name, model }) => [name, model])),
    }
    const { stdin } = context.environment
    if (code === undefined && stdin.isTTY === true) {
      report(names)
      const { readEvalPrint } = await import('../read-eval-print')
      await readEvalPrint({
        scope,
        explain: (error) => unlessMigrated(db, registry.state(), error),
        history: join(context.project.baseDir, '.strata', 'shell-history'),
      })
      return { value: undefined }
    }
    const { runCode } = await import('../run-code')
    const text = code ?? (await textOf(stdin))
    const all = { require: requireOf(context), ...scope }
    return { value: await withTables(db, registry.state(), () => runCode(text, all)) }
  },

  view: (out) => ({
    event: (names) => printImported(out, names),
    result({ value }) {
      if (value !== undefined) out.line(typeof value === 'string' ? value : inspect(value))
    },
  }),
})

function printImported(out: Output, names: readonly ShellName[]): void {
  const hint = out.verbosity > 1 || names.length === 0 ? '' : ' (use -v 2 for details)'
  out.info(`${plural(names.length, 'model')} imported automatically${hint}.`)
  if (out.verbosity > 1) for (const { app, name } of names) out.line(`  ${name} of ${app}`)
}

/** Paths of files of the project are relative to its folder. */
function requireOf({ project }: Context): Scope[string] {
  return createRequire(join(project.baseDir, project.script))
}

async function textOf(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stdin) text += String(chunk)
  return text
}
