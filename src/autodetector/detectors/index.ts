import type { Findings } from '../asking'
import type { Differences, States } from '../differences'
import { addedConstraints } from './added-constraints'
import { addedFields } from './added-fields'
import { addedIndexes } from './added-indexes'
import { alteredFields } from './altered-fields'
import { alteredOptions } from './altered-options'
import { alteredOrder } from './altered-order'
import { alteredTableComments } from './altered-table-comments'
import { alteredTables } from './altered-tables'
import { alteredUniqueTogether } from './altered-unique-together'
import { createdModels } from './created-models'
import { deletedModels } from './deleted-models'
import { narrowedUniqueTogether } from './narrowed-unique-together'
import { removedConstraints } from './removed-constraints'
import { removedFields } from './removed-fields'
import { removedIndexes } from './removed-indexes'
import { renamedFields } from './renamed-fields'
import { renamedIndexes } from './renamed-indexes'
import { renamedModels } from './renamed-models'
import { unsupportedChanges } from './unsupported-changes'

/** What they find is applied before the rest is compared, so that everything else is spoken of by its new name. */
export const renames: readonly ((states: States) => Findings)[] = [renamedModels, renamedFields]

/**
 * One aspect each. Their order is that of the operations, as far as these do not need each other: what is in the way
 * goes first, fields are there before what speaks of them.
 */
export const detectors: readonly ((differences: Differences) => Findings)[] = [
  unsupportedChanges,
  removedConstraints,
  removedIndexes,
  narrowedUniqueTogether,
  createdModels,
  deletedModels,
  alteredOptions,
  alteredTableComments,
  removedFields,
  addedFields,
  alteredFields,
  alteredOrder,
  alteredUniqueTogether,
  renamedIndexes,
  addedIndexes,
  addedConstraints,
  alteredTables,
]
