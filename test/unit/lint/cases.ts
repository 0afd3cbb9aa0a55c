import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exampleDatabase } from '../../../src/lint/example'
import { lint } from '../../../src/lint/lint'
import { loadParser } from '../../../src/lint/sql/loader'
import type { Migration } from '../../../src/migrations/migration'
import { linted, sqlMigration } from './linted'

type Change = string | Migration

/** What the rule of a case says of its migrations, over the tables of the examples, `more` among them. */
async function said({ rule, in: change, past: more = '', version = 15 }: Case): Promise<readonly string[]> {
  const migrations = Array.isArray(change) ? (change as readonly Change[]) : [change as Change]
  const past = [sqlMigration('0001_past', exampleDatabase), ...(more === '' ? [] : [sqlMigration('0001_more', more)])]
  const { findings } = lint(linted(migrations, past), {
    parse: await loadParser(),
    version,
    strategy: 'online',
    severities: { [rule]: 'error' },
    data: { small: new Set(), duplicates: new Set() },
  })
  return findings.filter((finding) => finding.rule === rule).map(({ message }) => message.replace(/^.*?: /, ''))
}

export interface Case {
  /** By id. */
  readonly rule: string
  /** What is named in the message; left out, nothing is found. */
  readonly finds?: string
  readonly in: Change | readonly Change[]
  readonly past?: string
  /** Of PostgreSQL; 15 unless said. */
  readonly version?: number
}

/** One test for each: what its rule says of it, exactly. */
export function cases(title: string, all: Readonly<Record<string, Case>>): void {
  describe(title, () => {
    for (const [name, one] of Object.entries(all)) {
      const { rule, finds } = one
      test(`${rule} ${finds === undefined ? 'nothing' : 'something'}: ${name}`, async () => {
        assert.deepEqual(await said(one), finds === undefined ? [] : [finds])
      })
    }
  })
}

/** Outside of a transaction of migrate, as one text. */
export const text = (sql: string): Migration => sqlMigration('0002_change', sql, { atomic: false })
/** The same, each by itself. */
export const list = (...sql: readonly string[]): Migration => sqlMigration('0002_change', sql, { atomic: false })
