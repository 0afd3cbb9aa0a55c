import { equal } from '../base/equal'
import type { Field } from '../fields/field'
import { comparableOptions } from '../fields/field'
import type { ModelState } from '../state/model-state'
import type { Candidate } from './pairing'

/** Two models that may be one. */
export interface ModelCandidate extends Candidate<ModelState> {
  /** The model says so itself. */
  readonly said: boolean
  /** Their fields are the same. */
  readonly exact: boolean
}

/** As Django looks at it: the same definitions in the order of the names, whatever the names, and wherever relations point. */
export function sameDefinitions(before: ModelState, after: ModelState): boolean {
  const [ours, theirs] = [definitions(before), definitions(after)]
  return ours.length === theirs.length && ours.every((field, at) => sameApartFromTarget(field, theirs[at]))
}

function definitions({ fields }: ModelState): Field[] {
  return [...fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, field]) => field)
}

function sameApartFromTarget(a: Field, b: Field | undefined): boolean {
  return a.type === b?.type && equal(withoutTarget(a), withoutTarget(b))
}

function withoutTarget(field: Field): object {
  return { ...comparableOptions(field), to: undefined, through: undefined }
}

/** The share of fields that are the same in both; one with the same name and another definition counts half. */
export function fieldLikeness(before: ModelState, after: ModelState): number {
  const [ours, theirs] = [ownFields(before), ownFields(after)]
  let shared = 0
  for (const [name, field] of ours) {
    const other = theirs.get(name)
    if (other !== undefined) shared += sameApartFromTarget(field, other) ? 1 : 0.5
  }
  return ours.size + theirs.size === 0 ? 0 : (2 * shared) / (ours.size + theirs.size)
}

/** Keys that the database counts up are alike in nearly all models. */
export function ownFields({ fields }: ModelState): ReadonlyMap<string, Field> {
  return new Map([...fields].filter(([, { type }]) => type.identity !== true))
}
