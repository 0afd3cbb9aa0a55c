import { equal } from '../../base/equal'
import { AlterModelOptions } from '../../operations'
import { modelsRead } from '../../operations/references'
import { pickPlainOptions } from '../../state/model-options'
import type { ModelKey } from '../../state/model-state'
import { referrersOf } from '../../state/relations'
import type { Findings } from '../asking'
import { goOn } from '../asking'
import type { Planned } from '../dependencies'
import { does, needs, needsModel, planned } from '../dependencies'
import type { Differences, ModelDifference } from '../differences'
import { droppedTable } from '../questions'

/** Options that have no operation of their own. */
export function* alteredOptions(differences: Differences): Findings {
  for (const difference of differences.changed) {
    const { app, key, name, before, after } = difference
    const options = pickPlainOptions(after.options)
    if (equal(pickPlainOptions(before.options), options)) continue
    if (before.managed && !after.managed && !after.proxy) yield* goOn(droppedTable(key))
    yield planned({
      app,
      operation: new AlterModelOptions({ name, options }),
      ...aroundTable(differences, difference),
    })
  }
}

/**
 * A table that comes or goes is made after those that it refers to, and dropped after what refers to it; of tables that
 * refer to each other in a circle none waits for the others.
 */
function aroundTable({ from, changed }: Differences, difference: ModelDifference): Pick<Planned, 'does' | 'needs'> {
  const { key, before, after, fields } = difference
  if (before.managed === after.managed) return { does: [], needs: [] }
  const alike = new Map(
    changed
      .filter((other) => other.before.managed !== other.after.managed && other.after.managed === after.managed)
      .map((other) => [other.key, targetsOf(other)]),
  )
  if (after.managed) {
    const targets = targetsOf(difference).filter((target) => !reachedFrom(target, alike).has(key))
    return { does: [does.model(key)], needs: targets.map(needsModel) }
  }
  const around = reachedFrom(key, alike)
  // What is removed or altered by an operation of its own is let go of by that one.
  const staying = [...before.fields.keys()].filter((name) => !fields.removed.has(name) && !fields.altered.has(name))
  return {
    does: staying.map((name) => does.released(key, name)),
    needs: referrersOf(from, key)
      .filter(({ model }) => !around.has(model.key))
      .map(({ model, name }) => needs(does.released(model.key, name))),
  }
}

function targetsOf({ after }: ModelDifference): readonly ModelKey[] {
  return [...after.fields.values()].flatMap(modelsRead)
}

/** The model, and those of a kind that one comes to from it along relations between them. */
function reachedFrom(start: ModelKey, alike: ReadonlyMap<ModelKey, readonly ModelKey[]>): ReadonlySet<ModelKey> {
  const reached = new Set([start])
  for (const key of reached) {
    for (const target of alike.get(key) ?? []) if (alike.has(target)) reached.add(target)
  }
  return reached
}
