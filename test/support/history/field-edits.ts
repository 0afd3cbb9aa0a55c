import type { Field } from '../../../src/fields/field'
import type { ModelState } from '../../../src/state/model-state'
import type { ProjectState } from '../../../src/state/project-state'
import { foreignKeyOptions, hasColumn, isForeignKey, primaryKeyFields, referrersOf } from '../../../src/state/relations'
import { withRenamedReferences } from '../../../src/state/renamed-references'
import type { Choices } from './choices'
import { altered, anyColumn, computedFrom, familyOf, fieldOf, withDefault } from './columns'
import { fieldNames, oddNames } from './names'
import type { Project } from './project'
import { asAnother, inState, isFree, withModel, withoutField, withoutUsers } from './project'

/** One change of a project; undefined: not of this one. */
export type Edit = (project: Project, choices: Choices) => Project | undefined

export function concreteModels({ state }: Project): readonly ModelState[] {
  return [...state.models()].filter(({ proxy }) => !proxy)
}

export function freeField(project: Project, { key }: ModelState, choices: Choices): string | undefined {
  return choices.of(fieldNames.filter((name) => isFree(project, `${key}.${name}`)))
}

export const addField: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const name = model && freeField(project, model, choices)
  return name === undefined
    ? undefined
    : withModel(project, model?.withNewField(name, anyColumn(choices)) as ModelState)
}

export const addGenerated: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const [name, field] = (model && choices.of([...model.fields])) ?? []
  const added = model && freeField(project, model, choices)
  if (model === undefined || name === undefined || field === undefined || added === undefined) return undefined
  const computed = computedFrom(name, field, choices)
  return computed && withModel(project, model.withNewField(added, computed))
}

export const removeField: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const name = model && choices.of([...model.fields.keys()])
  if (model === undefined || name === undefined) return undefined
  const left = withoutField(model, project.state, name)
  return left && withModel(project, left)
}

export const renameField: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const oldName = model && choices.of([...model.fields.keys()].filter((name) => name !== 'pk'))
  const newName = model && freeField(project, model, choices)
  if (model === undefined || oldName === undefined || newName === undefined) return undefined
  const renamed = project.state.with(model.withRenamedField(oldName, newName))
  const followed = withRenamedReferences(renamed, model.key, oldName, newName)
  return inState(project, followed, (path) => (path === `${model.key}.${newName}` ? `${model.key}.${oldName}` : path))
}

type Turn = (field: Field, choices: Choices, name: string) => Field | undefined

const toggled = (key: string): Turn => {
  return (field) =>
    altered(field, { [key]: (field.options as Record<string, unknown>)[key] === true ? undefined : true })
}

/** What can be another way about a column that stays what it is. */
const turns: readonly Turn[] = [
  toggled('null'),
  toggled('unique'),
  toggled('dbIndex'),
  (field, choices) => (isForeignKey(field) ? undefined : withDefault(field, choices)),
  (field) => altered(field, { default: undefined, dbDefault: undefined }),
  (field, choices) => altered(field, { dbComment: choices.of([undefined, 'another', "it's"]) }),
  (field, choices) => altered(field, { dbColumn: choices.of([...oddNames, undefined]) }),
  (field, choices) =>
    familyOf(field) === 'text' ? altered(field, { dbCollation: choices.of(['C', 'POSIX', undefined]) }) : undefined,
  (field, choices) => altered(field, { helpText: choices.of(['a', 'b']), blank: true }),
]

export const alterField: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const [name, field] = (model && choices.of([...model.fields].filter(([, each]) => hasColumn(each)))) ?? []
  if (model === undefined || name === undefined || field === undefined) return undefined
  if (field.type.generatedAs !== undefined) return undefined
  const changed = choices.of(turns)?.(field, choices, name)
  return changed && withModel(project, model.withField(name, changed))
}

/** Types that hold all that another one holds. */
const wider: readonly (readonly [from: string, to: string, options?: object])[] = [
  ['CharField', 'TextField'],
  ['CharField', 'CharField', { maxLength: 200 }],
  ['SlugField', 'TextField'],
  ['EmailField', 'CharField', { maxLength: 300 }],
  ['URLField', 'TextField'],
  ['FilePathField', 'FileField'],
  ['SmallIntegerField', 'IntegerField'],
  ['IntegerField', 'BigIntegerField'],
  ['SmallIntegerField', 'BigIntegerField'],
  ['PositiveSmallIntegerField', 'PositiveIntegerField'],
  ['PositiveIntegerField', 'IntegerField'],
  ['PositiveIntegerField', 'BigIntegerField'],
  ['IntegerField', 'DecimalField', { maxDigits: 20, decimalPlaces: 2 }],
  ['DecimalField', 'DecimalField', { maxDigits: 20, decimalPlaces: 4 }],
  ['IntegerField', 'FloatField'],
  ['DateField', 'DateTimeField'],
  ['AutoField', 'BigAutoField'],
  ['IntegerField', 'TextField'],
  ['UUIDField', 'TextField'],
  ['GenericIPAddressField', 'TextField'],
]

/** Options that every column has; those of a type's own stay behind with the type. */
const common = ['null', 'unique', 'dbIndex', 'primaryKey', 'dbColumn', 'dbComment'] as const

function retyped(field: Field, type: string, options: object | undefined): Field {
  const kept = Object.fromEntries(Object.entries(field.options).filter(([key]) => common.includes(key as 'null')))
  return fieldOf(type, { ...kept, ...options })
}

/** What speaks of the field may make no sense of another kind of value. */
function retypedIn(model: ModelState, name: string, field: Field): ModelState {
  const sameFamily = familyOf(model.field(name)) === familyOf(field)
  return (sameFamily ? model : withoutUsers(model, name)).withField(name, field)
}

export const widenField: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const [name, field] = (model && choices.of([...model.fields])) ?? []
  const [, to, options] = choices.of(wider.filter(([from]) => from === field?.type.name)) ?? []
  if (model === undefined || name === undefined || field === undefined || to === undefined) return undefined
  return withModel(project, retypedIn(model, name, retyped(field, to, options)))
}

function isReferredTo(state: ProjectState, model: ModelState, name: string): boolean {
  const isKey = primaryKeyFields(model).includes(name)
  return referrersOf(state, model.key).some(({ field }) => isKey || foreignKeyOptions(field).toField === name)
}

/** Back to a type that may not hold the values: what comes of them is nobody's promise. */
export const narrowField: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const [name, field] = (model && choices.of([...model.fields])) ?? []
  const narrower = wider.filter(([from, to]) => to === field?.type.name && from !== to)
  const [from] = choices.of(narrower) ?? []
  if (model === undefined || name === undefined || field === undefined || from === undefined) return undefined
  if (isReferredTo(project.state, model, name)) return undefined
  const options = from === 'CharField' ? { maxLength: 20 } : undefined
  const narrowed = withModel(project, retypedIn(model, name, retyped(field, from, options)))
  return asAnother(narrowed, `${model.key}.${name}`)
}
