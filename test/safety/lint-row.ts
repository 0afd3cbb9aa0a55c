import type { LintStrategy } from '../../src/lint/compiled'
import type { LintReport } from '../../src/lint/finding'
import { lint } from '../../src/lint/lint'
import { inTurn, unplaced } from '../../src/lint/released'
import { loadParser } from '../../src/lint/sql/loader'
import type { Migration } from '../../src/migrations/migration'
import { placed } from '../../src/migrations/migration'
import { RunSQL } from '../../src/operations'
import type { Operation } from '../../src/operations/operation'
import type { Row } from './row'
import { past, start } from './start'

/** What the linter says of a row. */
export async function lintRow(row: Row, strategy: LintStrategy): Promise<LintReport> {
  const { atomic = true, version = 15, small = [], duplicates = [] } = row
  const own = row.migrations.map((change, index) => unplaced(migrationOf(`000${index + 2}_change`, change, atomic)))
  const before = [past, ...(row.past ?? [])].map((sql) => migrationOf('0001_past', sql, true))
  return lint(
    { past: { state: start, migrations: before }, migrations: inTurn(own, start) },
    {
      parse: await loadParser(),
      version,
      strategy,
      severities: {},
      data: { small: new Set(small), duplicates: new Set(duplicates) },
    },
  )
}

/** The rules that found something, at error and warning level. */
export async function rulesOf(row: Row, strategy: LintStrategy): Promise<readonly string[]> {
  const { findings } = await lintRow(row, strategy)
  return [...new Set(findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule))].sort()
}

function migrationOf(name: string, change: string | readonly (string | Operation)[], atomic: boolean): Migration {
  const parts = typeof change === 'string' ? [change] : change
  const operations = parts.map((part) =>
    typeof part === 'string'
      ? new RunSQL({ sql: atomic ? part : part.split(';'), reverseSql: RunSQL.noop, atomic })
      : part,
  )
  return placed('shop', name, { operations })
}
