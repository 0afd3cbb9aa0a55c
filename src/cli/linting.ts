import { StrataError } from '../base/errors'
import type { LintStrategy } from '../lint/compiled'
import type { Finding, LintReport } from '../lint/finding'
import type { Released } from '../lint/read-run'
import type { MigrationGraph } from '../migrations/graph'
import type { History } from '../migrations/history'
import { type Migration, type MigrationKey, migrationKey } from '../migrations/migration'
import type { LintSettings } from '../models/settings'
import type { Context } from './context'
import { shownPath } from './migration-files'

/** What the linter says of releases, one after the other. */
export async function lintReleases(
  context: Context,
  releases: Iterable<Released>,
  strategy: LintStrategy = 'online',
): Promise<LintReport> {
  const [{ lint }, { loadParser }] = [await import('../lint/lint'), await import('../lint/sql/loader')]
  const { ruleCalled } = await import('../lint/rules')
  const { settings } = context.project
  const unknown = Object.keys(settings.lint?.rules ?? {}).filter((id) => ruleCalled(id) === undefined)
  if (unknown.length > 0) context.warn(`The settings of lint name rules that there are not: ${unknown.join(', ')}`)
  const options = {
    parse: await loadParser(),
    version: settings.postgres ?? oldestServer,
    strategy,
    severities: settings.lint?.rules ?? {},
    data: { small: new Set<string>(), duplicates: new Set<string>() },
  }
  const reports = [...releases].map((release) => lint(release, options))
  const shown = (finding: Finding): Finding =>
    finding.file === undefined ? finding : { ...finding, file: shownPath(finding.file, context.cwd) }
  return {
    findings: reports.flatMap(({ findings }) => findings.map(shown)),
    assured: reports.flatMap(({ assured }) =>
      assured.map(({ finding, reason }) => ({ finding: shown(finding), reason })),
    ),
  }
}

const oldestServer = 13

export interface Unreleased {
  readonly keys: readonly MigrationKey[]
  /** Applied at once, so released together; else each by itself. */
  readonly together: boolean
}

/**
 * What is looked at unless it is said: what a database that is in use has still to apply, all at once. A database in
 * which nothing is applied says nothing of the one that counts: then each migration is a release of its own.
 */
export function unreleased(
  graph: MigrationGraph,
  { applied }: Pick<History, 'applied'>,
  { app, startAfter = {} }: { readonly app: string | undefined; readonly startAfter: LintSettings['startAfter'] },
): Unreleased {
  const old = new Set(
    Object.entries(startAfter).flatMap(([of, name]) => graph.forwardsPlan(keyOf(graph.find(of, name)))),
  )
  const isOpen = (key: MigrationKey): boolean => !old.has(key) && !applied.has(key)
  const keys = graph.order.filter((key) => isOpen(key) && (app === undefined || graph.migration(key).app === app))
  return { keys, together: applied.size > 0 }
}

export function keyOf({ app, name }: Pick<Migration, 'app' | 'name'>): MigrationKey {
  return migrationKey(app, name)
}

/**
 * What is to be said of migrations that were just made: nothing, if they are the first of all, for nobody can wait for
 * tables that are not there yet. The files are there, whatever goes wrong with saying it.
 */
export async function findingsOfMade(context: Context, made: readonly Migration[]): Promise<readonly Finding[]> {
  const graph = await context.graph()
  if (made.length === 0 || graph.order.length === 0) return []
  try {
    const { releasedNext } = await import('../lint/released')
    const { findings } = await lintReleases(context, [releasedNext(graph, made)])
    return findings.filter(({ severity }) => severity !== 'info')
  } catch (error) {
    const isThere = !(error instanceof StrataError && error.code === 'lint.no-parser')
    if (isThere)
      context.warn(`The linter could not read them: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}
