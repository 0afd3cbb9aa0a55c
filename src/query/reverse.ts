import type { Field } from '../fields/field'
import { optionsOf } from '../fields/field'
import type { HeldManyToManyOptions, RelationOptions } from '../fields/relation'
import type { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Referrer } from '../state/relations'
import { concreteModel, referrersOf, targetKey } from '../state/relations'

/**
 * The name of a relation seen from its target: `relatedName`, else `movieSet`, or `movie` where there is at most one.
 * undefined: there is no way back.
 */
export function reverseName(model: ModelState, field: Field): string | undefined {
  const { relatedName, symmetrical } = optionsOf<RelationOptions & HeldManyToManyOptions>(field)
  if (symmetrical === true && isToItself(model, field)) return undefined
  if (relatedName !== undefined) return relatedName.endsWith('+') ? undefined : relatedName
  const name = model.name.charAt(0).toLowerCase() + model.name.slice(1)
  return field.type.relation === 'one-to-one' ? name : `${name}Set`
}

export function isToItself(model: ModelState, field: Field): boolean {
  return field.type.relation === 'many-to-many' && targetKey(field) === model.key
}

const reverses = new WeakMap<ProjectState, Map<string, ReadonlyMap<string, Referrer>>>()

/** The relations that lead to the model, by the names they have from there; worked out once a state and model. */
export function reverseRelations(state: ProjectState, model: ModelState): ReadonlyMap<string, Referrer> {
  const known = reverses.get(state) ?? new Map<string, ReadonlyMap<string, Referrer>>()
  reverses.set(state, known)
  const found = known.get(model.key) ?? findReverses(state, model)
  known.set(model.key, found)
  return found
}

function findReverses(state: ProjectState, model: ModelState): ReadonlyMap<string, Referrer> {
  const found = new Map<string, Referrer>()
  const concrete = concreteModel(state, model)
  const keys = concrete === model ? [model.key] : [model.key, concrete.key]
  for (const referrer of keys.flatMap((key) => referrersOf(state, key))) {
    const name = reverseName(referrer.model, referrer.field)
    if (name !== undefined && !found.has(name)) found.set(name, referrer)
  }
  return found
}
