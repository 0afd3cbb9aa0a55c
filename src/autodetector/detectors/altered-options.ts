import { equal } from '../../base/equal'
import { isRelation } from '../../fields/field'
import { AlterModelOptions } from '../../operations'
import { modelsRead } from '../../operations/references'
import { pickPlainOptions } from '../../state/model-options'
import type { ModelKey } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { referrersOf } from '../../state/relations'
import type { Findings } from '../asking'
import { goOn } from '../asking'
import type { Planned } from '../dependencies'
import { does, needs, needsModel, planned } from '../dependencies'
import type { Differences, ModelDifference } from '../differences'
import { droppedTable } from '../questions'

/** Options that have no operation of their own. */
export function* alteredOptions({ from, to, changed }: Differences): Findings {
  for (const difference of changed) {
    const { app, key, name, before, after } = difference
    const options = pickPlainOptions(after.options)
    if (equal(pickPlainOptions(before.options), options)) continue
    if (before.managed && !after.managed && !after.proxy) yield* goOn(droppedTable(key))
    yield planned({
      app,
      operation: new AlterModelOptions({ name, options }),
      ...aroundTable({ from, to }, difference),
    })
  }
}

/**
 * A table that comes or goes is made after those that it refers to, and dropped after what refers to it; of tables that
 * refer to each other in a circle none waits for the others.
 */
function aroundTable(
  { from, to }: Pick<Differences, 'from' | 'to'>,
  { key, before, after }: ModelDifference,
): Pick<Planned, 'does' | 'needs'> {
  if (before.managed === after.managed) return { does: [], needs: [] }
  if (after.managed) {
    const targets = [...after.fields.values()].flatMap(modelsRead).filter((target) => !reachedFrom(to, target).has(key))
    return { does: [does.model(key)], needs: targets.map(needsModel) }
  }
  const relations = [...before.fields].filter(([, field]) => isRelation(field))
  const around = reachedFrom(from, key)
  return {
    does: relations.map(([field]) => does.released(key, field)),
    needs: referrersOf(from, key)
      .filter(({ model }) => !around.has(model.key))
      .map(({ model, name }) => needs(does.released(model.key, name))),
  }
}

/** The model, and every other that one comes to from it along relations. */
function reachedFrom(state: ProjectState, start: ModelKey): ReadonlySet<ModelKey> {
  const reached = new Set([start])
  for (const key of reached) {
    for (const target of [...(state.find(key)?.fields.values() ?? [])].flatMap(modelsRead)) reached.add(target)
  }
  return reached
}
