import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { equal } from '../../src/base/equal'
import { migrationFile } from '../../src/codegen/migration-file'
import { valueText } from '../../src/codegen/value-text'
import { type Field, plain } from '../../src/fields/field'
import { type Migration, placed } from '../../src/migrations/migration'
import * as operations from '../../src/operations'
import {
  condition,
  constraint,
  expression,
  field,
  index,
  migrationArbitrary,
  operation,
  text,
  value,
} from '../support/codegen-arbitraries'
import { importMigration, importValue } from '../support/codegen-import'

const written = (migration: Migration): string => migrationFile(migration, { folder: 'migrations' }).text

test('a migration file says the migration that it was made from', () => {
  fc.assert(
    fc.property(migrationArbitrary, (migration) => {
      const file = written(migration)
      const again = placed(migration.app, migration.name, importMigration(file))
      assert.ok(equal(sorted(migration), sorted(again)), file)
      assert.equal(written(again), file)
    }),
    { numRuns: 150 },
  )
})

const kinds = { text, value, expression, condition, field, index, constraint }
for (const [kind, values] of Object.entries(kinds)) {
  test(`the text of a value makes it again: ${kind}`, () => {
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (original) => {
        const source = valueText(original)
        const again = importValue(source)
        assert.ok(equal(asData(again), asData(original)), source.text)
        assert.deepEqual(valueText(again), source)
      }),
    )
  })
}

test('the random migrations hold operations of every class', () => {
  const seen = new Set(fc.sample(operation, { numRuns: 10_000, seed: 1 }).map((each) => each.constructor.name))
  assert.deepEqual([...seen].sort(), Object.keys(operations).sort())
})

/** A field of a file is a function besides. */
function asData(made: unknown): unknown {
  return typeof made === 'function' ? plain(made as unknown as Field) : made
}

/** Files list these by name. */
function sorted({ dependencies, runBefore, ...rest }: Migration): object {
  const byName = (refs: Migration['dependencies']): readonly string[] => refs.map((ref) => ref.join('.')).sort()
  return { ...rest, dependencies: byName(dependencies), runBefore: byName(runBefore) }
}
