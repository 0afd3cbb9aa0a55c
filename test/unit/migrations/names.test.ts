import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IntegerField } from '../../../src/fields'
import { migrationName, migrationNumber, numberedName, suggestedName } from '../../../src/migrations/names'
import { AddField, AlterModelOptions, RenameField, RenameModel, RunSQL } from '../../../src/operations'
import type { Operation } from '../../../src/operations/operation'
import { noon } from '../../support/build'

const adding = (name: string): Operation => new AddField({ model: 'Movie', name, field: IntegerField({ null: true }) })
const named = (...operations: readonly Operation[]): string => suggestedName({ operations, initial: false, now: noon })

test('a name says what the migration does, as far as there is room', () => {
  const renames = [
    new RenameModel({ oldName: 'Order', newName: 'Sale' }),
    new RenameField({ model: 'Product', oldName: 'name', newName: 'title' }),
    adding('rating'),
  ]
  const cases: readonly (readonly [readonly Operation[], string])[] = [
    [[adding('rating')], 'movie_rating'],
    [[new AlterModelOptions({ name: 'A', options: {} })], 'alter_a_options'],
    [[adding('a'), adding('b')], 'movie_a_movie_b'],
    [renames, 'rename_order_sale_rename_name_product_title_and_more'],
    [[adding('x'.repeat(60))], `movie_${'x'.repeat(60)}`],
    [[adding('a b-c')], 'movie_a_b_c'],
  ]
  for (const [operations, name] of cases) assert.equal(named(...operations), name)
})

test('joined fragments are at most 52 letters', () => {
  const [first, second] = [adding('x'.repeat(20)), adding('y'.repeat(19))]
  assert.equal(named(first, second).length, 52)
  assert.equal(named(first, adding('y'.repeat(20))), `movie_${'x'.repeat(20)}_and_more`)
})

test('a migration of which one operation cannot say what it does is called after the clock', () => {
  assert.equal(named(), 'auto_20261122_1200')
  assert.equal(named(adding('a'), new RunSQL({ sql: '' })), 'auto_20261122_1200')
})

test('the first migration is the initial one, whatever it does', () => {
  assert.equal(suggestedName({ operations: [], initial: true, now: noon }), 'initial')
})

test('the number of a migration is read off its name', () => {
  const cases: Readonly<Record<string, number>> = {
    '0001_initial': 1,
    '0042_a_2_b': 42,
    '12345_x': 12345,
    '0001_squashed_0017_more': 17,
    custom: 0,
    squashed_0009: 0,
  }
  for (const [name, number] of Object.entries(cases)) assert.equal(migrationNumber(name), number, name)
})

test('a numbered name has four digits at least and a hundred letters at most', () => {
  assert.equal(numberedName(2, 'movie_rating'), '0002_movie_rating')
  assert.equal(numberedName(12345, 'x'), '12345_x')
  assert.equal(numberedName(1, 'x'.repeat(200)).length, 100)
})

test('a name that is given can be an identifier', () => {
  for (const name of ['add_rating', '_a', 'größe2']) assert.equal(migrationName(name), name)
  for (const name of ['', '2nd', 'a-b', 'a b', 'a/b', 'a.b']) {
    assert.throws(() => migrationName(name), { code: 'migrations.invalid-name' }, name)
  }
})
