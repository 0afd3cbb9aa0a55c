import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Index, UniqueConstraint } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import { BigAutoField, CharField, CompositePrimaryKey, GeneratedField, IntegerField } from '../../../src/fields'
import { checkModels } from '../../../src/models/checks'
import type { Project } from '../../../src/models/checks/message'
import { projectOf } from '../../../src/models/checks/project'
import { F } from '../../../src/sql/functions'
import type { ModelState } from '../../../src/state/model-state'
import { model } from '../../support/build'

/** Models without classes, as the checks look at them. */
function projectWith(...models: readonly ModelState[]): Project {
  return projectOf([{ label: 'shop', folder: '', classes: new Map(), models }])
}

const found = (models: readonly ModelState[], postgres?: number) =>
  checkModels(projectWith(...models), { postgres }).map(({ id, object, message }) => `${id} ${object}: ${message}`)

const size = IntegerField()
const virtual = GeneratedField({ expression: F('size'), outputField: IntegerField(), dbPersist: false })

describe('what the oldest server that the settings name lacks', () => {
  const models = [
    model(
      'shop.Book',
      { size, double: virtual },
      { options: { constraints: [UniqueConstraint({ name: 'one', fields: ['size'], nullsDistinct: false })] } },
    ),
  ]

  test('is found', () => {
    assert.deepEqual(found(models, 14), [
      'strata.E010 shop.Book.double: a virtual column needs PostgreSQL 18, and the settings say postgres: 14',
      'strata.E010 shop.Book: nullsDistinct: false of one needs PostgreSQL 15, and the settings say postgres: 14',
    ])
    assert.equal(found(models, 17).length, 1)
    assert.deepEqual([found(models, 18), found(models)], [[], []])
  })
})

describe('names that two things would have', () => {
  test('are found where one is made and cut', () => {
    const table = (end: string): string => `${'x'.repeat(58)}_${end}`
    const named = (end: string) => model(`shop.${end}`, {}, { options: { dbTable: table(end) } })
    assert.deepEqual(found([named('One'), named('Two')]), [
      `strata.E011 shop.Two: something in ${table('Two')} and also in ${table('One')} would be called ${'x'.repeat(56)}_id_seq`,
      `strata.E011 shop.Two: something in ${table('Two')} and also in ${table('One')} would be called ${'x'.repeat(58)}_pkey`,
    ])
  })

  test('are found where an index is called like a table', () => {
    const indexed = model(
      'shop.A',
      { size },
      { options: { indexes: [Index({ fields: ['size'], name: 'shop_b' }) as NamedIndex] } },
    )
    assert.deepEqual(found([indexed, model('shop.B')]), [
      'strata.E011 shop.B: something in shop_b and also in shop_a would be called shop_b',
    ])
  })

  test('are not found where nothing is wrong', () => {
    assert.deepEqual(found([model('shop.A', { size }), model('shop.B', { size })]), [])
  })
})

describe('options that do not go together', () => {
  test('a part of a key that may be NULL', () => {
    const fields = { pk: CompositePrimaryKey(['size', 'place']), size, place: IntegerField({ null: true }) }
    assert.deepEqual(found([model('shop.Seat', fields, { id: false })]), [
      'models.E042 shop.Seat.pk: place may be NULL, and no part of a primary key can be',
    ])
  })

  test('an index on what is computed when it is read', () => {
    const field = GeneratedField({
      expression: F('size'),
      outputField: IntegerField(),
      dbPersist: false,
      dbIndex: true,
    })
    assert.deepEqual(found([model('shop.Book', { size, field })]), [
      'strata.E001 shop.Book.field: a column that is computed when it is read cannot have an index',
    ])
  })

  test('a key that is counted up in no known way', () => {
    const options = { identity: 'sometimes' as 'always' }
    assert.deepEqual(found([model('shop.Book', { id: BigAutoField(options), name: CharField() }, { id: false })]), [
      "strata.E001 shop.Book.id: identity is 'always' or 'byDefault', not sometimes",
    ])
  })
})
