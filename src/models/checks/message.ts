import type { AnyClass } from '../../base/metadata'
import { didYouMean } from '../../base/text'
import type { Field } from '../../fields/field'
import type { ModelKey, ModelState } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import type { Declaration } from '../declaration'

/** One thing that is wrong with the models. Ids are Django's where Django has the same check, else they begin with `strata.`. */
export interface CheckMessage {
  readonly level: 'error' | 'warning'
  readonly id: string
  /** `app.Model` or `app.Model.field`. */
  readonly object: string
  readonly message: string
  readonly hint?: string | undefined
}

export function error(id: string, object: string, message: string, hint?: string): CheckMessage {
  return { level: 'error', id, object, message, hint }
}

export function warning(id: string, object: string, message: string, hint?: string): CheckMessage {
  return { level: 'warning', id, object, message, hint }
}

/** A model with its class, if it has one, and what that one says that no state holds. */
export interface CheckedModel {
  readonly state: ModelState
  readonly cls: AnyClass | undefined
  readonly declaration: Declaration | undefined
  readonly relations: readonly Relation[]
  /** By the names of its fields. */
  readonly columns: ReadonlyMap<string, string>
}

/** A field that is a relation; `target` is undefined where it is missing. */
export interface Relation {
  readonly object: string
  readonly name: string
  readonly field: Field
  readonly target: ModelState | undefined
}

export interface Project {
  readonly state: ProjectState
  readonly models: ReadonlyMap<ModelKey, CheckedModel>
}

/** Goes over the models by itself: to be called for each of them would cost a large project more than what it finds. */
export type Check = (project: Project) => Iterable<CheckMessage>

/** The field of a model or of one that it extends. */
export function findField(state: ProjectState, model: ModelState, name: string): Field | undefined {
  const own = model.fields.get(name)
  if (own !== undefined) return own
  for (const key of model.bases) {
    const base = state.find(key)
    const field = base && findField(state, base, name)
    if (field !== undefined) return field
  }
  return undefined
}

export function meant(typed: string, known: Iterable<string>): string | undefined {
  const name = didYouMean(typed, known)
  return name === undefined ? undefined : `Did you mean ${name}?`
}
