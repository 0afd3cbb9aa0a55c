import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Findings } from '../../../src/autodetector/asking'
import { detectors, renames } from '../../../src/autodetector/detectors'
import { addedConstraints } from '../../../src/autodetector/detectors/added-constraints'
import { addedFields } from '../../../src/autodetector/detectors/added-fields'
import { addedIndexes } from '../../../src/autodetector/detectors/added-indexes'
import { alteredFields } from '../../../src/autodetector/detectors/altered-fields'
import { alteredOptions } from '../../../src/autodetector/detectors/altered-options'
import { alteredOrder } from '../../../src/autodetector/detectors/altered-order'
import { alteredTableComments } from '../../../src/autodetector/detectors/altered-table-comments'
import { alteredTables } from '../../../src/autodetector/detectors/altered-tables'
import { alteredUniqueTogether } from '../../../src/autodetector/detectors/altered-unique-together'
import { createdModels } from '../../../src/autodetector/detectors/created-models'
import { deletedModels } from '../../../src/autodetector/detectors/deleted-models'
import { narrowedUniqueTogether } from '../../../src/autodetector/detectors/narrowed-unique-together'
import { removedConstraints } from '../../../src/autodetector/detectors/removed-constraints'
import { removedFields } from '../../../src/autodetector/detectors/removed-fields'
import { removedIndexes } from '../../../src/autodetector/detectors/removed-indexes'
import { renamedFields } from '../../../src/autodetector/detectors/renamed-fields'
import { renamedIndexes } from '../../../src/autodetector/detectors/renamed-indexes'
import { renamedModels } from '../../../src/autodetector/detectors/renamed-models'
import { unsupportedChanges } from '../../../src/autodetector/detectors/unsupported-changes'
import { differences, type States } from '../../../src/autodetector/differences'
import { CheckConstraint, Index } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import { CharField, ForeignKey, IntegerField, TextField } from '../../../src/fields'
import { Q } from '../../../src/sql/q'
import { model, state } from '../../support/build'

const number = IntegerField({ null: true })
const self = ForeignKey('lib.Book', { onDelete: 'CASCADE', null: true })
const index = (name: string, field: string): NamedIndex => Index({ name, fields: [field] }) as NamedIndex
const check = (name: string, field: string) => CheckConstraint({ name, condition: Q({ [`${field}__gt`]: 0 }) })

/** A model of which everything changes that can. */
const before = model(
  'lib.Book',
  { gone: number, kept: number, changed: number, one: self, other: self },
  {
    options: {
      dbTable: 'old',
      dbTableComment: 'old',
      ordering: ['kept'],
      orderWithRespectTo: 'one',
      indexes: [index('old_name', 'kept'), index('gone', 'gone')],
      constraints: [check('gone', 'gone')],
      uniqueTogether: [['gone', 'kept']],
    },
  },
)
const after = model(
  'lib.Book',
  { kept: number, changed: TextField({ null: true }), one: self, other: self, come: CharField({ default: '' }) },
  {
    options: {
      dbTable: 'new',
      dbTableComment: 'new',
      ordering: ['-kept'],
      orderWithRespectTo: 'other',
      indexes: [index('new_name', 'kept'), index('come', 'come')],
      constraints: [check('come', 'kept')],
      uniqueTogether: [['come', 'kept']],
    },
  },
)
const states: States = {
  from: state(before, model('lib.Gone')),
  to: state(after, model('lib.Come', { book: self })),
  hints: new Map([
    ['lib.Come', { renamedFrom: 'Gone' }],
    ['lib.Book.come', { renamedFrom: 'gone' }],
  ]),
  watched: () => true,
}

function found(findings: Findings): string[] {
  return [...findings].map((each) => ('operation' in each ? each.operation.describe() : each.key))
}

describe('a rename is found before the rest is compared', () => {
  const cases = new Map([
    [renamedModels, ['Rename model Gone to Come']],
    [renamedFields, ['Rename field gone on Book to come']],
  ])
  for (const [rename, operations] of cases) {
    test(rename.name, () => assert.deepEqual(found(rename(states)), operations))
  }

  test('all of them', () => assert.deepEqual(renames, [...cases.keys()]))
})

describe('each detector finds its own aspect, in the order in which things have to happen', () => {
  const cases = new Map([
    [unsupportedChanges, []],
    [removedConstraints, ['Remove constraint gone from model Book']],
    [removedIndexes, ['Remove index gone from Book']],
    [narrowedUniqueTogether, ['Alter uniqueTogether for Book (0 constraints)']],
    [createdModels, ['Create model Come', 'Add field book to Come']],
    [deletedModels, ['Delete model Gone']],
    [alteredOptions, ['Change Meta options on Book']],
    [alteredTableComments, ['Alter Book table comment']],
    [removedFields, ['Remove field gone from Book']],
    [addedFields, ['Add field come to Book']],
    [alteredFields, ['Alter field changed on Book']],
    [alteredOrder, ['Set orderWithRespectTo on Book to other']],
    [alteredUniqueTogether, ['Alter uniqueTogether for Book (1 constraint)']],
    [renamedIndexes, ['Rename index old_name on Book to new_name']],
    [addedIndexes, ['Create index come on field(s) come of model Book']],
    [addedConstraints, ['Create constraint come on model Book']],
    [alteredTables, ['Rename table for Book to new']],
  ])
  const compared = differences(states)
  for (const [detector, operations] of cases) {
    test(detector.name, () => assert.deepEqual(found(detector(compared)), operations))
  }

  test('all of them', () => assert.deepEqual(detectors, [...cases.keys()]))
})
