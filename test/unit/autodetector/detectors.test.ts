import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Findings } from '../../../src/autodetector/asking'
import { detectors, renames } from '../../../src/autodetector/detectors'
import { addedConstraints } from '../../../src/autodetector/detectors/added-constraints'
import { addedFields } from '../../../src/autodetector/detectors/added-fields'
import { addedIndexes } from '../../../src/autodetector/detectors/added-indexes'
import { alteredFields } from '../../../src/autodetector/detectors/altered-fields'
import { alteredObjects } from '../../../src/autodetector/detectors/altered-objects'
import { alteredOptions } from '../../../src/autodetector/detectors/altered-options'
import { alteredOrder } from '../../../src/autodetector/detectors/altered-order'
import { alteredRowLevelSecurity } from '../../../src/autodetector/detectors/altered-row-level-security'
import { alteredTableComments } from '../../../src/autodetector/detectors/altered-table-comments'
import { alteredTables } from '../../../src/autodetector/detectors/altered-tables'
import { alteredUniqueTogether } from '../../../src/autodetector/detectors/altered-unique-together'
import { comeBack } from '../../../src/autodetector/detectors/come-back'
import { createdModels } from '../../../src/autodetector/detectors/created-models'
import { createdObjects } from '../../../src/autodetector/detectors/created-objects'
import { deletedModels } from '../../../src/autodetector/detectors/deleted-models'
import { deletedObjects } from '../../../src/autodetector/detectors/deleted-objects'
import { exchangedLinks } from '../../../src/autodetector/detectors/exchanged-links'
import { movedModels } from '../../../src/autodetector/detectors/moved-models'
import { narrowedEnums } from '../../../src/autodetector/detectors/narrowed-enums'
import { narrowedUniqueTogether } from '../../../src/autodetector/detectors/narrowed-unique-together'
import { removedConstraints } from '../../../src/autodetector/detectors/removed-constraints'
import { removedFields } from '../../../src/autodetector/detectors/removed-fields'
import { removedIndexes } from '../../../src/autodetector/detectors/removed-indexes'
import { renamedEnumValues } from '../../../src/autodetector/detectors/renamed-enum-values'
import { renamedEnums } from '../../../src/autodetector/detectors/renamed-enums'
import { renamedFields } from '../../../src/autodetector/detectors/renamed-fields'
import { renamedIndexes } from '../../../src/autodetector/detectors/renamed-indexes'
import { renamedModels } from '../../../src/autodetector/detectors/renamed-models'
import { steppedAside } from '../../../src/autodetector/detectors/stepped-aside'
import { unsupportedChanges } from '../../../src/autodetector/detectors/unsupported-changes'
import { widenedEnums } from '../../../src/autodetector/detectors/widened-enums'
import { differences, type States } from '../../../src/autodetector/differences'
import { CheckConstraint, Index } from '../../../src/constraints'
import type { NamedIndex } from '../../../src/constraints/db-index'
import { CharField, ForeignKey, IntegerField, ManyToManyField, TextField } from '../../../src/fields'
import { Q } from '../../../src/sql/q'
import { model, state } from '../../support/build'

const number = IntegerField({ null: true })
const self = ForeignKey('lib.Book', { onDelete: 'CASCADE', null: true })
const to = (key: string) => ForeignKey(key, { onDelete: 'CASCADE' })
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
      rowLevelSecurity: 'force',
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

/** What is found before any other difference, besides renames. */
const turned: States = {
  ...states,
  from: state(model('shop.Left'), model('lib.Tag', { tags: ManyToManyField('lib.Tag') })),
  to: state(
    model('lib.Left'),
    model('lib.Tag', { tags: ManyToManyField('lib.Tag', { through: 'lib.Tagging' }) }),
    model('lib.Tagging', { one: to('lib.Tag'), other: to('lib.Tag') }),
  ),
  hints: new Map([['lib.Left', { renamedFrom: 'shop.Left' }]]),
}

function found(findings: Findings): string[] {
  return [...findings].map((each) => ('operation' in each ? each.operation.describe() : each.key))
}

describe('a rename is found before the rest is compared', () => {
  const cases = new Map([
    // Those of objects have tests of their own, in objects.test.ts.
    [movedModels, { of: turned, operations: ['Move model Left from shop'] }],
    [renamedEnums, { of: states, operations: [] }],
    [renamedEnumValues, { of: states, operations: [] }],
    [renamedModels, { of: states, operations: ['Rename model Gone to Come'] }],
    [renamedFields, { of: states, operations: ['Rename field gone on Book to come'] }],
    [exchangedLinks, { of: turned, operations: ['Make the links of Tag.tags the model Tagging'] }],
  ])
  for (const [rename, { of, operations }] of cases) {
    test(rename.name, () => assert.deepEqual(found(rename(of)), operations))
  }

  test('all of them', () => assert.deepEqual(renames, [...cases.keys()]))
})

describe('each detector finds its own aspect, in the order in which things have to happen', () => {
  const cases = new Map([
    [unsupportedChanges, []],
    [removedConstraints, ['Remove constraint gone from model Book']],
    [removedIndexes, ['Remove index gone from Book']],
    [narrowedUniqueTogether, ['Alter uniqueTogether for Book (0 constraints)']],
    [createdObjects, []],
    [widenedEnums, []],
    [steppedAside, []],
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
    [narrowedEnums, []],
    [alteredObjects, []],
    [comeBack, []],
    [alteredRowLevelSecurity, ['Force row level security on Book']],
    [deletedObjects, []],
  ])
  const compared = differences(states)
  for (const [detector, operations] of cases) {
    test(detector.name, () => assert.deepEqual(found(detector(compared)), operations))
  }

  test('all of them', () => assert.deepEqual(detectors, [...cases.keys()]))
})
