import { equal } from '../../base/equal'
import { isRelation } from '../../fields/field'
import type { ModelState } from '../../state/model-state'
import {
  concreteModel,
  foreignKeyOptions,
  foreignKeyTarget,
  hasLinkTable,
  isForeignKey,
  isManyToMany,
  NoSingleKeyError,
  primaryKeyFields,
  referrersOf,
  targetKey,
} from '../../state/relations'
import type { Findings } from '../asking'
import type { Differences, ModelDifference } from '../differences'
import { UnsupportedChangeError } from '../errors'

/** Says so where there is no operation for a change, instead of finding nothing. */
// biome-ignore lint/correctness/useYield: a detector that finds no operation, and may refuse
export function* unsupportedChanges(differences: Differences): Findings {
  for (const difference of differences.changed) {
    refuseOtherBases(difference)
    refuseOtherKey(differences, difference)
    refuseLostTargets(differences, difference.after)
  }
  for (const model of differences.created) refuseLostTargets(differences, model)
}

function refuseOtherBases({ key, before, after }: ModelDifference): void {
  if (equal(before.bases, after.bases)) return
  const [gained, lost] = [without(after.bases, before.bases), without(before.bases, after.bases)]
  const hint = [
    ...gained.map((base) => `Give it a OneToOneField to ${base} instead of extending it`),
    ...lost.map((base) => `Keep extending ${base}`),
    'or make a new model, move the rows over in a migration of your own, and delete this one.',
  ].join('; ')
  throw new UnsupportedChangeError(key, 'the models that it inherits from', hint)
}

function without(bases: readonly string[], others: readonly string[]): readonly string[] {
  return bases.filter((base) => !others.includes(base))
}

/** Rows that refer to a row by its key would hold keys of the old kind, and mean other rows or none. */
function refuseOtherKey({ from, to }: Differences, { key, before, after, fields }: ModelDifference): void {
  const [was, is] = [primaryKeyFields(before), primaryKeyFields(after)]
  const replaced = was.some((name) => fields.removed.has(name))
  if ((equal(was, is) && !replaced) || was.length === 0) return
  const referrer = [...referrersOf(from, key)].find(({ model, name, field }) => {
    const later = to.find(model.key)?.fields.get(name)
    if (later === undefined || isManyToMany(later) !== isManyToMany(field) || targetKey(later) !== key) return false
    return isManyToMany(field)
      ? hasLinkTable(field) && hasLinkTable(later)
      : foreignKeyOptions(field).toField === undefined
  })
  const links = [...before.fields].find(([name, field]) => {
    const later = after.fields.get(name)
    return hasLinkTable(field) && later !== undefined && hasLinkTable(later)
  })
  const holder = referrer === undefined ? links && `${key}.${links[0]}` : `${referrer.model.key}.${referrer.name}`
  if (holder === undefined) return
  const hint = `Remove ${holder} in a migration before this one and add it after; or let it refer to ${was.join()} with toField first, and keep that unique.`
  throw new UnsupportedChangeError(key, `the primary key, by whose values ${holder} refers to its rows,`, hint)
}

/** A relation needs a key of one field at the other side, and one with a table of links at both. */
function refuseLostTargets({ to }: Differences, model: ModelState): void {
  const own = [...model.fields.values()].filter((field) => isRelation(field) && to.has(targetKey(field)))
  const all = [...own.map((field) => ({ model, field })), ...referrersOf(to, model.key)]
  for (const { model: owner, field } of all) {
    if (isForeignKey(field)) foreignKeyTarget(to, field)
    else if (hasLinkTable(field)) {
      for (const side of [owner, concreteModel(to, to.model(targetKey(field)))]) {
        if (primaryKeyFields(side).length > 1) throw new NoSingleKeyError(side.key)
      }
    }
  }
}
