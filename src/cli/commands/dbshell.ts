import { StrataError } from '../../base/errors'
import { command } from '../command'
import { databaseOption } from '../options'

export interface DbshellOptions {
  readonly parameters?: readonly string[]
  readonly database?: string
}

export interface DbshellData {
  /** Of psql. */
  readonly exitCode: number
}

export const dbshell = command<DbshellOptions, DbshellData>({
  name: 'dbshell',
  summary: 'Open psql on a database',
  arguments: [{ name: 'parameters', arity: 'many', help: 'for psql, after --' }],
  options: [databaseOption],
  examples: [
    ['dbshell', 'psql on the default database'],
    ["dbshell -- -c 'SELECT version()'", 'with arguments of its own'],
  ],

  async run(context, { parameters = [], database = 'default' }) {
    const { parseDatabaseUrl } = await import('../../backends/database-url')
    const place = parseDatabaseUrl(context.url(database))
    if (place.kind !== 'postgres') throw new EmbeddedDatabaseError(place.label)
    const { psqlCall, runPsql } = await import('../psql')
    return { exitCode: await runPsql(psqlCall(place.url, parameters), context.environment.env) }
  },

  view: () => ({ result: () => undefined }),

  // Those of psql are 0 to 3, and mean nearly the same as ours.
  exitCode: ({ exitCode }) => (exitCode === 0 || exitCode === 2 || exitCode === 3 ? exitCode : 1),
})

/** psql speaks to servers. */
class EmbeddedDatabaseError extends StrataError {
  constructor(label: string) {
    super({
      code: 'dbshell.embedded',
      message: `${label} is no server that psql could speak to: PGlite runs inside the process that uses it.`,
      hint: 'Use the command shell: await db.run({ sql, params }).',
      facts: { database: label },
    })
  }
}
