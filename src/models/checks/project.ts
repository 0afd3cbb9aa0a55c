import { isRelation } from '../../fields/field'
import type { ModelKey, ModelState } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { columnOf, hasColumn, targetKey } from '../../state/relations'
import type { App } from '../app'
import { stateOf } from '../app'
import { declarationOf } from '../declaration'
import type { CheckedModel, Project, Relation } from './message'

/** The models of the apps as the checks look at them: what several of them need is worked out here, once. */
export function projectOf(apps: readonly App[]): Project {
  const state = stateOf(apps)
  const models = new Map<ModelKey, CheckedModel>()
  for (const app of apps) for (const model of app.models) models.set(model.key, checkedModel(app, model, state))
  return { state, models }
}

function checkedModel({ classes }: App, model: ModelState, state: ProjectState): CheckedModel {
  const cls = classes.get(model.name)
  const relations: Relation[] = []
  const columns = new Map<string, string>()
  for (const [name, field] of model.fields) {
    if (hasColumn(field)) columns.set(name, columnOf(name, field))
    if (isRelation(field))
      relations.push({ object: `${model.key}.${name}`, name, field, target: state.find(targetKey(field)) })
  }
  return { state: model, cls, declaration: cls && declarationOf(cls), relations, columns }
}
