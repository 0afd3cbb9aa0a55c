import type { DatabaseObject, ObjectKind } from '../../../objects/database-object'
import type { ObjectChange, States } from '../../../schema/object-change'
import type { StateChange } from '../../../schema/schema-editor'
import type { Step } from '../../../schema/step'
import { standingOn } from '../../../state/object-references'
import { collation } from './collation'
import { addEnumValue, enumType, movedBy, rebuildEnum, renameEnum, renameEnumValue } from './enum'
import { extension } from './extension'
import { dbFunction } from './function'
import { materializedView } from './materialized-view'
import { policy } from './policy'
import { schema } from './schema'
import { sqlObject } from './sql-object'
import { trigger } from './trigger'
import { view } from './view'
import type { Words } from './words'

const words: { readonly [Kind in ObjectKind]: Words<Kind> } = {
  extension,
  schema,
  collation,
  enum: enumType,
  function: dbFunction,
  view,
  'materialized-view': materializedView,
  trigger,
  policy,
  'sql-object': sqlObject,
}

/** Every entry has the words for its own kind, which TypeScript cannot follow from the object to the entry. */
function wordsFor(object: DatabaseObject): Words<ObjectKind> {
  return words[object.kind] as Words<ObjectKind>
}

/** No default branch: a change without words for it does not compile. */
export function objectSteps(
  change: ObjectChange,
  states: States,
  tableSteps: (change: StateChange) => readonly Step[],
): readonly Step[] {
  switch (change.kind) {
    case 'create':
      return wordsFor(change.object).create(change.object, states)
    case 'drop':
      return wordsFor(change.object).drop(change.object, states)
    case 'alter':
      return wordsFor(change.to).alter(change.from, change.to, states)
    case 'rename-enum':
      return renameEnum(change.from, change.to)
    case 'rename-enum-value':
      return renameEnumValue(change.enum, change.from, change.to)
    case 'add-enum-value':
      return addEnumValue(change.enum, change.value, change.transactional)
    case 'rebuild-enum': {
      const { enum: to, values } = change
      const steps = rebuildEnum(to, states, (models, formerly) =>
        tableSteps({ ...states, models, retyping: { type: to.name, formerly, values } }),
      )
      return asideFor(steps, standingOn(states.from, movedBy(to, states)), states)
    }
  }
}

/** Objects that have no operations of their own beside this one, as where it is undone, step aside while it is done. */
function asideFor(steps: readonly Step[], objects: readonly DatabaseObject[], states: States): readonly Step[] {
  return [
    ...objects.toReversed().flatMap((object) => wordsFor(object).drop(object, states)),
    ...steps,
    ...objects.flatMap((object) => wordsFor(object).create(object, states)),
  ]
}
