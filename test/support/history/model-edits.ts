import { AutoField, BigAutoField, CharField, CompositePrimaryKey, OneToOneField, UUIDField } from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { ModelState } from '../../../src/state/model-state'
import { appOf } from '../../../src/state/project-state'
import { hasColumn, primaryKeyFields, referrersOf } from '../../../src/state/relations'
import type { Choices } from './choices'
import { anyColumn, fieldOf } from './columns'
import { concreteModels, type Edit } from './field-edits'
import { fieldNames, modelKeys } from './names'
import type { Project } from './project'
import { inState, isFree, withModel, withoutModel } from './project'

function freeModel(project: Project, choices: Choices): string | undefined {
  return choices.of(modelKeys.filter((key) => isFree(project, key)))
}

type Fields = readonly (readonly [string, Field])[]

function named(key: string, fields: Fields, rest: Partial<Pick<ModelState, 'bases' | 'options'>> = {}): ModelState {
  return new ModelState({ app: appOf(key), name: key.slice(appOf(key).length + 1), fields, ...rest })
}

const primaryKey: { readonly primaryKey: true } = { primaryKey: true }

function keyFields(choices: Choices): Fields {
  switch (choices.number(7)) {
    case 4:
      return [['id', AutoField(primaryKey)]]
    case 5:
      return [['id', UUIDField(primaryKey)]]
    case 6:
      return [['code', CharField({ maxLength: 40, ...primaryKey })]]
    default:
      return [['id', BigAutoField(primaryKey)]]
  }
}

export const addModel: Edit = (project, choices) => {
  const key = freeModel(project, choices)
  if (key === undefined) return undefined
  const columns = choices.some(fieldNames, 4).map((name) => [name, anyColumn(choices)] as const)
  return withModel(project, named(key, [...keyFields(choices), ...columns]))
}

/** With a key of two fields. */
export const addCompositeModel: Edit = (project, choices) => {
  const key = freeModel(project, choices)
  if (key === undefined) return undefined
  const fields: Fields = [
    ['pk', CompositePrimaryKey(['room', 'day'])],
    ['room', fieldOf('IntegerField')],
    ['day', fieldOf('DateField')],
    [choices.of(fieldNames) ?? 'name', anyColumn(choices)],
  ]
  return withModel(project, named(key, fields))
}

export const addChild: Edit = (project, choices) => {
  const parent = choices.of(concreteModels(project).filter((model) => primaryKeyFields(model).length === 1))
  const key = freeModel(project, choices)
  if (parent === undefined || key === undefined || !parent.managed) return undefined
  const link = OneToOneField(parent.key, { onDelete: 'CASCADE', parentLink: true, ...primaryKey, relatedName: '+' })
  const fields: Fields = [
    ['parentPtr', link],
    ['ownPart', anyColumn(choices)],
  ]
  return withModel(project, named(key, fields, { bases: [parent.key] }))
}

export const addProxy: Edit = (project, choices) => {
  const base = choices.of(concreteModels(project))
  const key = freeModel(project, choices)
  if (base === undefined || key === undefined) return undefined
  return withModel(project, named(key, [], { bases: [base.key], options: { proxy: true } }))
}

export const removeModel: Edit = (project, choices) => {
  const model = choices.of([...project.state.models()])
  const left = model && withoutModel(project.state, model.key)
  return left && inState(project, left)
}

export const renameModel: Edit = (project, choices) => {
  const model = choices.of([...project.state.models()])
  const free = modelKeys.filter((key) => isFree(project, key) && appOf(key) === model?.app)
  const key = choices.of(free)
  if (model === undefined || key === undefined) return undefined
  const renamed = model.with({ name: key.slice(model.app.length + 1) })
  const state = project.state.withRenamedModel(model.key, renamed)
  const former = (path: string): string =>
    path === key || path.startsWith(`${key}.`) ? model.key + path.slice(key.length) : path
  const taken = [...project.taken].filter((path) => path.startsWith(`${model.key}.`))
  const also = taken.map((path) => key + path.slice(model.key.length))
  return inState({ ...project, taken: new Set([...project.taken, ...also]) }, state, former)
}

/** Another key: of two fields instead of one, or a column of another type, where nobody refers to it. */
export const changeKey: Edit = (project, choices) => {
  const alone = concreteModels(project).filter(
    (each) => referrersOf(project.state, each.key).length === 0 && each.bases.length === 0 && each.fields.has('id'),
  )
  const model = choices.of(alone)
  if (model === undefined || [...project.state.models()].some(({ bases }) => bases.includes(model.key)))
    return undefined
  const columns = [...model.fields].filter(([name, field]) => name !== 'id' && canBePart(field)).map(([name]) => name)
  const [first, second] = choices.some(columns, 2)
  if (first === undefined || second === undefined || first === second) return undefined
  const rest = [...model.fields].filter(([name]) => name !== 'id')
  if (rest.some(([, field]) => !hasColumn(field))) return undefined
  return withModel(project, model.with({ fields: [['pk', CompositePrimaryKey([first, second])], ...rest] }))
}

function canBePart(field: Field): boolean {
  return hasColumn(field) && field.options.null !== true && field.type.generatedAs === undefined
}
