import { indexedField } from '../../../src/constraints/db-index'
import { isRelation } from '../../../src/fields/field'
import type { CheckMessage } from '../../../src/models/checks'
import { checkModels, projectOf } from '../../../src/models/checks'
import { fieldsOfConstraint, fieldsOfIndex, modelsRead, siblingsRead } from '../../../src/operations/references'
import type { ModelKey, ModelState } from '../../../src/state/model-state'
import { appOf, ProjectState } from '../../../src/state/project-state'
import {
  concreteModel,
  foreignKeyOptions,
  primaryKeyFields,
  referrersOf,
  targetKey,
} from '../../../src/state/relations'

/**
 * A project in the making. Models (`app.Model`) and fields (`app.Model.field`) have an identity besides their names,
 * so that it is known afterwards which were renamed and whose values have to be there still.
 */
export interface Project {
  readonly state: ProjectState
  readonly identities: ReadonlyMap<string, number>
  /** Identities given so far. */
  readonly made: number
  /** Names that were in use when the step began: something new under one of them would pass for the old. */
  readonly taken: ReadonlySet<string>
}

export const emptyProject: Project = { state: ProjectState.empty, identities: new Map(), made: 0, taken: new Set() }

export function nextStep(project: Project): Project {
  return { ...project, taken: new Set(project.identities.keys()) }
}

export function isFree({ identities, taken }: Project, path: string): boolean {
  return !identities.has(path) && !taken.has(path)
}

/** The project in another state: what it knows keeps its identity, what is new gets one, what was renamed says how. */
export function inState(project: Project, state: ProjectState, formerPath = (path: string): string => path): Project {
  const identities = new Map<string, number>()
  let { made } = project
  for (const path of pathsOf(state)) identities.set(path, project.identities.get(formerPath(path)) ?? made++)
  return { ...project, state, identities, made }
}

function* pathsOf(state: ProjectState): Iterable<string> {
  for (const model of state.models()) {
    yield model.key
    for (const name of model.fields.keys()) yield `${model.key}.${name}`
  }
}

/** The field is another one from now on, since its values may be. */
export function asAnother(project: Project, path: string): Project {
  const identities = new Map(project.identities).set(path, project.made)
  return { ...project, identities, made: project.made + 1 }
}

export function withModel(project: Project, model: ModelState): Project {
  return inState(project, project.state.with(model))
}

/** Without the field and all that speaks of it; undefined: something cannot do without it. */
export function withoutField(model: ModelState, state: ProjectState, name: string): ModelState | undefined {
  if (primaryKeyFields(model).includes(name) || model.fields.size < 2) return undefined
  if (referrersOf(state, model.key).some(({ field }) => foreignKeyOptions(field).toField === name)) return undefined
  return withoutUsers(model, name).withoutField(name)
}

/** Without the indexes, constraints, generated fields and options that speak of the field. */
export function withoutUsers(model: ModelState, name: string): ModelState {
  const readers = [...model.fields].filter(([other, field]) => other !== name && siblingsRead(field).has(name))
  const lone = readers.reduce((each, [reader]) => withoutUsers(each, reader).withoutField(reader), model)
  const { options } = lone
  const isSigned = (field: string): boolean => indexedField(field).name === name
  return lone.with({
    options: {
      ...options,
      ...(options.ordering?.some(isSigned) && { ordering: [] }),
      ...(options.getLatestBy === name && { getLatestBy: undefined as never }),
      ...(options.orderWithRespectTo === name && { orderWithRespectTo: undefined as never }),
      uniqueTogether: lone.uniqueTogether.filter((set) => !set.includes(name)),
      indexes: lone.indexes.filter((index) => !fieldsOfIndex(index).has(name)),
      constraints: lone.constraints.filter((constraint) => !fieldsOfConstraint(constraint).has(name)),
    },
  })
}

/** Without the model and the relations that lead to it; undefined: something cannot do without it. */
export function withoutModel(state: ProjectState, key: ModelKey): ProjectState | undefined {
  let left = state
  for (const model of state.models()) {
    if (model.key === key) continue
    if (model.bases.includes(key)) return undefined
    const leading = [...model.fields].filter(([, field]) => modelsRead(field).includes(key)).map(([name]) => name)
    let changed: ModelState | undefined = model
    for (const name of leading) changed = changed && withoutField(changed, left, name)
    if (changed === undefined) return undefined
    left = left.with(changed)
  }
  return left.without(key)
}

/** What is wrong with the models, as a person would be told before any migration is made. */
export function errorsIn(state: ProjectState, postgres: number): readonly CheckMessage[] {
  const labels = [...new Set([...state.keys()].map(appOf))]
  const apps = labels.map((label) => ({ label, folder: '', classes: new Map(), models: [...state.modelsOf(label)] }))
  const errors = checkModels(projectOf(apps), { postgres }).filter(({ level }) => level === 'error')
  return errors.length > 0 ? errors : [...looseEnds(state)]
}

/** What the checks leave to the database. */
function* looseEnds(state: ProjectState): Iterable<CheckMessage> {
  for (const model of state.models()) {
    if (primaryKeyFields(model).length === 0 && !model.proxy) {
      yield { level: 'error', id: 'no key', object: model.key, message: '' }
    }
    for (const [name, field] of model.fields) {
      if (!model.managed || !isRelation(field)) continue
      if (concreteModel(state, state.model(targetKey(field))).managed) continue
      yield { level: 'error', id: 'no table', object: `${model.key}.${name}`, message: '' }
    }
  }
}
