import { sameField } from '../fields/field'
import type { ModelKey, ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'

/** What a migration makes of one model. */
export interface ChangedModel {
  readonly model: ModelKey
  readonly becomes: 'new' | 'gone' | 'other'
  readonly fields: readonly { readonly name: string; readonly becomes: 'new' | 'gone' | 'other' }[]
}

/** The models in which two states differ. What a migration renames is gone, and new under its other name. */
export function changedModels(before: ProjectState, after: ProjectState): readonly ChangedModel[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].sort().flatMap((model): readonly ChangedModel[] => {
    const [old, now] = [before.find(model), after.find(model)]
    if (old === undefined) return now === undefined ? [] : [{ model, becomes: 'new', fields: [] }]
    if (now === undefined) return [{ model, becomes: 'gone', fields: [] }]
    return old.equals(now) ? [] : [{ model, becomes: 'other', fields: changedFields(old, now) }]
  })
}

function changedFields(before: ModelState, after: ModelState): ChangedModel['fields'] {
  const names = new Set([...before.fields.keys(), ...after.fields.keys()])
  return [...names].flatMap((name): ChangedModel['fields'] => {
    const [old, now] = [before.fields.get(name), after.fields.get(name)]
    if (old === undefined) return [{ name, becomes: 'new' }]
    if (now === undefined) return [{ name, becomes: 'gone' }]
    return sameField(old, now) ? [] : [{ name, becomes: 'other' }]
  })
}
