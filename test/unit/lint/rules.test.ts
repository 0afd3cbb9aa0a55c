import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exampleDatabase } from '../../../src/lint/example'
import { lint } from '../../../src/lint/lint'
import { rules } from '../../../src/lint/rules'
import { addingColumns } from '../../../src/lint/rules/adding-columns'
import { addingConstraints } from '../../../src/lint/rules/adding-constraints'
import { changingColumns } from '../../../src/lint/rules/changing-columns'
import { changingTypes } from '../../../src/lint/rules/changing-types'
import { data } from '../../../src/lint/rules/data'
import { dropping } from '../../../src/lint/rules/dropping'
import { existingRows } from '../../../src/lint/rules/existing-rows'
import { foreignKeys } from '../../../src/lint/rules/foreign-keys'
import { indexes } from '../../../src/lint/rules/indexes'
import { objects } from '../../../src/lint/rules/objects'
import { partitions } from '../../../src/lint/rules/partitions'
import { renaming } from '../../../src/lint/rules/renaming'
import { running } from '../../../src/lint/rules/running'
import { style } from '../../../src/lint/rules/style'
import { transactions } from '../../../src/lint/rules/transactions'
import { views } from '../../../src/lint/rules/views'
import { wholeTables } from '../../../src/lint/rules/whole-tables'
import { loadParser } from '../../../src/lint/sql/loader'
import { linted, sqlMigration } from './linted'

/** The rules that find something in these migrations, in a database that has what all examples speak of. */
async function found(migrations: readonly string[], version = 15): Promise<ReadonlySet<string>> {
  const past = [sqlMigration('0001_past', exampleDatabase)]
  const { findings } = lint(linted(migrations, past), {
    parse: await loadParser(),
    version,
    strategy: 'online',
    severities: Object.fromEntries(rules.filter(({ severity }) => severity === 'off').map(({ id }) => [id, 'info'])),
    data: { small: new Set(), duplicates: new Set() },
  })
  return new Set(findings.map(({ rule }) => rule))
}

describe('each rule finds what its bad example has, and nothing in the good one', () => {
  const families = {
    addingColumns,
    addingConstraints,
    changingColumns,
    changingTypes,
    data,
    dropping,
    existingRows,
    foreignKeys,
    indexes,
    objects,
    partitions,
    renaming,
    running,
    style,
    transactions,
    views,
    wholeTables,
  }
  for (const [family, all] of Object.entries(families)) {
    for (const { id, name, bad, good } of all) {
      test(`${family}: ${id} ${name}`, async () => {
        if (bad.length > 0) assert.ok((await found(bad)).has(id), 'the bad example')
        assert.ok(good.length > 0 && !(await found(good)).has(id), 'the good example')
      })
    }
  }
})

test('ids and names are of one rule each', () => {
  const names = rules.flatMap(({ id, name }) => [id, name])
  assert.equal(new Set(names).size, names.length)
})
