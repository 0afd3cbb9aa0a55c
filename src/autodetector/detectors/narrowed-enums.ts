import { objectKey } from '../../objects/database-object'
import { RemoveEnumValue, ReorderEnum } from '../../operations'
import { fieldsOfType, namesIn } from '../../state/named-types'
import { objectsOn } from '../../state/object-references'
import type { ProjectState } from '../../state/project-state'
import { columnTypeOf } from '../../state/relations'
import type { Findings } from '../asking'
import { replacement } from '../asking'
import type { Need } from '../dependencies'
import { does, needs, planned } from '../dependencies'
import type { Differences } from '../differences'
import type { EnumDifference } from '../enum-differences'
import { removedEnumValue } from '../enum-questions'
import { objectDifferences } from '../object-differences'

/** Values that enums lose, and another order of those that stay: the type is made anew, so nothing else may use it. */
export function* narrowedEnums(differences: Differences): Findings {
  for (const difference of objectDifferences(differences).enums) {
    const { key, app, after, removed, isReordered } = difference
    const doing = { app, does: [does.enumSettled(key)], needs: [...rebuildingNeeds(differences, difference)] }
    for (const value of removed) {
      const given = yield* replacement(
        removedEnumValue({ enum: `${app}.${after.name}`, value, values: after.options.values }),
      )
      const instead = given === undefined ? {} : { replacement: given }
      yield planned({ ...doing, operation: new RemoveEnumValue({ enum: after.name, value, ...instead }) })
    }
    if (isReordered)
      yield planned({ ...doing, operation: new ReorderEnum({ enum: after.name, values: after.options.values }) })
  }
}

/** All new values are there, no default is one that goes, and nothing looks at a column of the type. */
function* rebuildingNeeds({ from }: Differences, { key, after, removed }: EnumDifference): Iterable<Need> {
  yield needs(does.object(key))
  for (const { model, name, field } of fieldsOfType(from, after.name)) {
    const { default: given, dbDefault } = field.options
    if ([given, dbDefault].flat().some((value) => removed.includes(value as string)))
      yield needs(does.released(model.key, name))
  }
  for (const looked of [key, ...modelsOfType(from, after.name)]) {
    for (const object of objectsOn(from, looked)) yield needs(does.objectGone(objectKey(object)))
  }
}

/** Also those that refer to a key of the type. */
function modelsOfType(state: ProjectState, type: string): readonly string[] {
  return [...state.models()]
    .filter((model) => [...model.fields.values()].some((field) => namesIn(columnTypeOf(state, field)).includes(type)))
    .map(({ key }) => key)
}
