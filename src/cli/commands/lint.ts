import type { LintStrategy } from '../../lint/compiled'
import type { LintReport } from '../../lint/finding'
import type { MigrationKey } from '../../migrations/migration'
import { chosen } from '../apps'
import { command } from '../command'
import { findingLines, githubLines, summaryLine } from '../lint-lines'
import { keyOf, lintReleases, unreleased } from '../linting'
import { databaseOption } from '../options'
import { recordsIfThere } from '../records-if-there'
import { version } from '../version'

export interface LintOptions {
  readonly app?: string
  readonly migrations?: readonly string[]
  readonly all?: boolean
  readonly strategy?: LintStrategy
  readonly failLevel?: 'error' | 'warning'
  readonly format?: 'text' | 'sarif' | 'github'
  readonly database?: string
}

export interface LintData extends LintReport {
  /** Those that were looked at. */
  readonly migrations: readonly MigrationKey[]
  /** The same in the form of that name, for whoever asked for it. */
  readonly sarif?: object | undefined
}

export const lint = command<LintOptions, LintData>({
  name: 'lint',
  summary: 'Look for what is unsafe in migrations',
  arguments: [
    { name: 'app', arity: 'optional', help: 'only this app' },
    { name: 'migrations', arity: 'many', help: 'these, as one release: names, or unambiguous beginnings of them' },
  ],
  options: [
    { flags: '--all', help: 'also what is applied, each migration as a release of its own' },
    {
      flags: '--strategy <how>',
      help: 'as migrate changes tables that are in use (online), or at once (direct)',
      choices: ['online', 'direct'],
    },
    { flags: '--fail-level <level>', help: 'from which level on to exit with 1', choices: ['error', 'warning'] },
    { flags: '--format <format>', help: 'for people, or for what shows it', choices: ['text', 'sarif', 'github'] },
    databaseOption,
  ],
  examples: [
    ['lint', 'what the database has still to apply'],
    ['lint movies 0007', 'one migration'],
    ['lint --all --format github', 'in continuous integration, without a database'],
  ],

  async run(context, { app, migrations: names = [], all = false, strategy, format, database = 'default' }) {
    if (app !== undefined) await chosen(context.apps, [app])
    const { released, releasedOneByOne } = await import('../../lint/released')
    const { survey } = await import('../../migrations/run-migrations')
    const records = all || names.length > 0 ? [] : await recordsIfThere(context, database)
    const { graph, history } = survey(await context.migrations(), records, { database })
    const { startAfter } = context.project.settings.lint ?? {}
    const { keys, together } =
      app !== undefined && names.length > 0
        ? { keys: names.map((name) => keyOf(graph.find(app, name))), together: true }
        : unreleased(graph, history, { app, startAfter })
    const releases = together ? [released(graph, keys)] : releasedOneByOne(graph, keys)
    const data = { migrations: keys, ...(await lintReleases(context, releases, strategy)) }
    if (format !== 'sarif') return data
    const { sarif } = await import('../../lint/sarif')
    return { ...data, sarif: sarif(data.findings, { name: 'strata-orm', version }) }
  },

  view: (out, { format = 'text' }) => ({
    result(data) {
      if (format === 'github') for (const line of githubLines(data.findings)) out.line(line)
      else if (format === 'sarif') {
        out.json(data.sarif)
      } else {
        const shown = data.findings.filter(({ severity }) => severity !== 'info' || out.verbosity > 1)
        for (const line of findingLines(shown, out.style, out.verbosity > 0)) out.line(line)
        out.line(summaryLine(data, data.migrations.length))
      }
    },
  }),

  exitCode: ({ findings }, { failLevel = 'error' }) =>
    findings.some(({ severity }) => severity === 'error' || (failLevel === 'warning' && severity === 'warning'))
      ? 1
      : 0,
})
