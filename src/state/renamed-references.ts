import type { Field } from '../fields/field'
import { plain } from '../fields/field'
import type { ModelKey, ModelState } from './model-state'
import type { ProjectState } from './project-state'
import { concreteModel, isForeignKey, isManyToMany, targetKey } from './relations'

/** The state in which fields of other models that speak of a field (`toField`, `throughFields`) know its new name. */
export function withRenamedReferences(
  state: ProjectState,
  key: ModelKey,
  oldName: string,
  newName: string,
): ProjectState {
  let followed = state
  for (const model of state.models()) {
    for (const [name, field] of model.fields) {
      const isTarget = (): boolean => concreteModel(state, state.model(targetKey(field))).key === key
      const renamed = renamedReference(field, isTarget, key, oldName, newName)
      if (renamed !== undefined) followed = followed.with(followed.model(model.key).withField(name, renamed))
    }
  }
  return followed
}

/** The same of the fields by which a model refers to itself. */
export function withRenamedOwnReferences(
  model: ModelState,
  key: ModelKey,
  oldName: string,
  newName: string,
): ModelState {
  let followed = model
  for (const [name, field] of model.fields) {
    const renamed = renamedReference(field, () => targetKey(field) === key, key, oldName, newName)
    if (renamed !== undefined) followed = followed.withField(name, renamed)
  }
  return followed
}

function renamedReference(
  field: Field,
  isTarget: () => boolean,
  key: ModelKey,
  oldName: string,
  newName: string,
): Field | undefined {
  const { toField, through, throughFields } = field.options as {
    readonly toField?: string
    readonly through?: ModelKey
    readonly throughFields?: readonly string[]
  }
  if (isForeignKey(field) && toField === oldName && isTarget()) return withOption(field, { toField: newName })
  if (isManyToMany(field) && through === key && throughFields?.includes(oldName) === true) {
    return withOption(field, { throughFields: throughFields.map((name) => (name === oldName ? newName : name)) })
  }
  return undefined
}

function withOption(field: Field, option: object): Field {
  return plain({ type: field.type, options: Object.freeze({ ...field.options, ...option }) })
}
