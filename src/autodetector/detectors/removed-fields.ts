import { RemoveField } from '../../operations'
import { siblingsRead } from '../../operations/references'
import type { ProjectState } from '../../state/project-state'
import type { Referrer } from '../../state/relations'
import {
  concreteModel,
  foreignKeyOptions,
  hasColumn,
  hasLinkTable,
  primaryKeyFields,
  referrersOf,
} from '../../state/relations'
import type { Findings } from '../asking'
import { goOn } from '../asking'
import type { Need } from '../dependencies'
import { does, needs, needsOutOfTheWay, planned } from '../dependencies'
import { byKey, type Differences, type ModelDifference } from '../differences'
import { droppedValues } from '../questions'

/** Fields that are gone, and those that come back as something else. */
export function* removedFields({ from, changed }: Differences): Findings {
  for (const difference of changed) {
    const { key, app, name: model, after, fields } = difference
    for (const name of fields.removed) {
      if (losesValues(difference, name)) yield* goOn(droppedValues({ model: key, name, field: after.field(name) }))
      const keyedBy = referrersTo(from, difference, name).map((referrer) => ({
        key: referrer.model.key,
        name: referrer.name,
      }))
      yield planned({
        app,
        operation: new RemoveField({ model, name }),
        does: [does.released(key, name)],
        needs: [
          needs(does.unused(key, name)),
          ...readersOf(difference, name),
          ...needsOutOfTheWay(from, key),
          ...byKey(keyedBy).map((referrer) => needs(does.released(referrer.key, referrer.name))),
        ],
      })
    }
  }
}

/** The relations whose rows hold values of the field, those to proxies of the model included. */
function referrersTo(from: ProjectState, { key, before }: ModelDifference, name: string): readonly Referrer[] {
  const isKey = primaryKeyFields(before).includes(name)
  const proxies = [...from.models()].filter((model) => model.proxy && concreteModel(from, model).key === key)
  const all = [key, ...proxies.map((proxy) => proxy.key)].flatMap((each) => referrersOf(from, each))
  return all.filter(({ model, field }) => {
    const { toField } = foreignKeyOptions(field)
    return toField === name || (isKey && toField === undefined && model.key !== key)
  })
}

/** Whether there are values, in a column or as links, that are gone when the field comes back as something else. */
function losesValues({ before, after }: ModelDifference, name: string): boolean {
  const was = before.field(name)
  const holds = was.type.generatedAs === undefined && (hasColumn(was) || hasLinkTable(was))
  return holds && after.fields.has(name) && before.managed && after.managed
}

/** Generated columns and composite keys let go of the field first. */
function* readersOf({ key, before }: ModelDifference, name: string): Iterable<Need> {
  for (const [other, field] of before.fields) {
    if (other !== name && siblingsRead(field).has(name)) yield needs(does.released(key, other))
  }
}
