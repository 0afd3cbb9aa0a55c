import { BigAutoField } from '../fields/big-auto'
import type { Field } from '../fields/field'
import { optionsOf } from '../fields/field'
import type { ModelState } from './model-state'
import { foreignKeyOptions, isForeignKey, manyToManyOptions, targetKey } from './relations'

/** The two foreign keys of a model of links that hold a many-to-many field: the one to its owner, the one to the other side. */
export type LinkEnds = readonly [owner: string, target: string]

/** undefined: the model has none that could be the columns of a table of links. */
export function linkEnds(through: ModelState, owner: ModelState, field: Field): LinkEnds | undefined {
  const named = manyToManyOptions(field).throughFields
  const [first] = named ?? pointingAt(through, owner.key)
  const second = named?.[1] ?? pointingAt(through, targetKey(field)).find((name) => name !== first)
  if (first === undefined || second === undefined) return undefined
  const ends = [through.fields.get(first), through.fields.get(second)]
  return ends.every((end) => end !== undefined && isPlainEnd(end)) ? [first, second] : undefined
}

function pointingAt(model: ModelState, key: string): readonly string[] {
  return [...model.fields].filter(([, field]) => isForeignKey(field) && targetKey(field) === key).map(([name]) => name)
}

/** A column like that of a table of links: of the type of the other side's primary key, and never NULL. */
function isPlainEnd(field: Field): boolean {
  return isForeignKey(field) && optionsOf(field).null !== true && foreignKeyOptions(field).toField === undefined
}

/** The key of a table of links, as a field of the model that it becomes. */
export const linkKey = { name: 'id', field: BigAutoField() } as const
