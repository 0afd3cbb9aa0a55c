// Counts what this linter and squawk miss of the unsafe rows of the corpus, and what they say of the safe ones.
//
//   SQUAWK=/path/to/squawk node -r ts-node/register test/safety/compare.ts
import { execFileSync } from 'node:child_process'
import { postgresSchemaFor } from '../../src/backends/postgres/schema-editor'
import { applied } from '../support/schema'
import { rulesOf } from './lint-row'
import type { Row } from './row'
import { safe } from './safe'
import { start } from './start'
import { unsafe } from './unsafe'

/** Rules of squawk about style, and about timeouts, which migrate sets itself. */
const style = [
  'require-lock-timeout',
  'require-statement-timeout',
  'require-timeout-settings',
  'prefer-robust-stmts',
  'prefer-bigint-over-int',
  'prefer-bigint-over-smallint',
  'prefer-identity',
  'prefer-text-field',
  'prefer-timestamp-tz',
]

function sqlOf({ migrations, version = 15 }: Row): readonly string[] {
  const schema = postgresSchemaFor({ version })
  return migrations.map((change) => {
    if (typeof change === 'string') return `${change};`
    const operations = change.filter((part) => typeof part !== 'string')
    const steps = applied('shop', start, operations).flatMap(({ operation, from, to }) =>
      operation.forwards({ app: 'shop', from, to, schema }),
    )
    return steps.map((step) => (step.kind === 'sql' ? `${step.sql};` : '')).join('\n')
  })
}

function squawk(path: string, row: Row): readonly string[] {
  const found = sqlOf(row).flatMap((sql) => {
    const args = ['--reporter', 'json', '--pg-version', String(row.version ?? 15), `--exclude=${style.join(',')}`]
    if (row.atomic !== false) args.push('--assume-in-transaction')
    return JSON.parse(output(path, args, sql)) as readonly { readonly rule_name: string }[]
  })
  return [...new Set(found.map(({ rule_name }) => rule_name))]
}

/** It ends with 1 where it finds something. */
function output(path: string, args: readonly string[], input: string): string {
  try {
    return execFileSync(path, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
  } catch (error) {
    return (error as { readonly stdout: string }).stdout
  }
}

async function main(path: string): Promise<void> {
  for (const [title, rows] of Object.entries({ unsafe, safe })) {
    const counts = { strata: 0, squawk: 0 }
    console.log(`\n${title}: ${rows.length} rows`)
    for (const row of rows) {
      const [own, other] = [await rulesOf(row, 'direct'), squawk(path, row)]
      if (own.length > 0) counts.strata++
      if (other.length > 0) counts.squawk++
      const isOdd = other.length > 0 !== (title === 'unsafe')
      if (isOdd) console.log(`  ${row.id} ${row.title}: squawk says ${other.join(' ') || 'nothing'}`)
    }
    console.log(`  something found: strata ${counts.strata}, squawk ${counts.squawk}`)
  }
}

void main(process.env.SQUAWK ?? 'node_modules/.bin/squawk')
