import type { Findings } from '../asking'
import type { Differences, States } from '../differences'
import { addedConstraints } from './added-constraints'
import { addedFields } from './added-fields'
import { addedIndexes } from './added-indexes'
import { alteredFields } from './altered-fields'
import { alteredObjects } from './altered-objects'
import { alteredOptions } from './altered-options'
import { alteredOrder } from './altered-order'
import { alteredRowLevelSecurity } from './altered-row-level-security'
import { alteredTableComments } from './altered-table-comments'
import { alteredTables } from './altered-tables'
import { alteredUniqueTogether } from './altered-unique-together'
import { comeBack } from './come-back'
import { createdModels } from './created-models'
import { createdObjects } from './created-objects'
import { deletedModels } from './deleted-models'
import { deletedObjects } from './deleted-objects'
import { exchangedLinks } from './exchanged-links'
import { movedModels } from './moved-models'
import { narrowedEnums } from './narrowed-enums'
import { narrowedUniqueTogether } from './narrowed-unique-together'
import { removedConstraints } from './removed-constraints'
import { removedFields } from './removed-fields'
import { removedIndexes } from './removed-indexes'
import { renamedEnumValues } from './renamed-enum-values'
import { renamedEnums } from './renamed-enums'
import { renamedFields } from './renamed-fields'
import { renamedIndexes } from './renamed-indexes'
import { renamedModels } from './renamed-models'
import { steppedAside } from './stepped-aside'
import { unsupportedChanges } from './unsupported-changes'
import { widenedEnums } from './widened-enums'

/** What they find is applied before the rest is compared, so that everything else is spoken of by its new name. */
export const renames: readonly ((states: States) => Findings)[] = [
  movedModels,
  renamedEnums,
  renamedEnumValues,
  renamedModels,
  renamedFields,
  exchangedLinks,
]

/**
 * One aspect each. Their order is that of the operations, as far as these do not need each other: what is in the way
 * goes first, fields are there before what speaks of them.
 */
export const detectors: readonly ((differences: Differences) => Findings)[] = [
  unsupportedChanges,
  removedConstraints,
  removedIndexes,
  narrowedUniqueTogether,
  createdObjects,
  widenedEnums,
  steppedAside,
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
  narrowedEnums,
  alteredObjects,
  comeBack,
  alteredRowLevelSecurity,
  deletedObjects,
]
