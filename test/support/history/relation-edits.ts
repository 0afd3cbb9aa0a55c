import { BigAutoField, CharField, ForeignKey, ManyToManyField, OneToOneField } from '../../../src/fields'
import type { Field } from '../../../src/fields/field'
import { optionsOf } from '../../../src/fields/field'
import { ModelState } from '../../../src/state/model-state'
import { appOf } from '../../../src/state/project-state'
import { isForeignKey, isManyToMany, primaryKeyFields } from '../../../src/state/relations'
import type { Choices } from './choices'
import { altered, fieldOf } from './columns'
import { concreteModels, type Edit, freeField } from './field-edits'
import { modelKeys, oddNames } from './names'
import type { Project } from './project'
import { asAnother, isFree, withModel } from './project'

/** Models that a relation can point at: with a key of one field. */
function targets({ state }: Project): readonly ModelState[] {
  return [...state.models()].filter((model) => model.proxy || primaryKeyFields(model).length === 1)
}

const quiet = { relatedName: '+' } as const

function foreignKey(target: ModelState, choices: Choices): Field {
  const onDelete = choices.of(['CASCADE', 'PROTECT', 'RESTRICT', 'SET_NULL', 'DO_NOTHING'] as const) ?? 'CASCADE'
  const nullable = onDelete === 'SET_NULL' || choices.once(2)
  // A key that refers to an array of texts is more than PostgreSQL can do.
  const able = ([, field]: readonly [string, Field]): boolean =>
    !isManyToMany(field) && field.type.name !== 'ArrayField'
  const unique = [...target.fields].filter((entry) => optionsOf(entry[1]).unique === true && able(entry))
  const [toField] = (choices.once(4) && choices.of(unique)) || []
  const options = {
    onDelete,
    ...quiet,
    ...(nullable && { null: true as const }),
    ...(choices.once(6) && { dbConstraint: false }),
    ...(choices.once(6) && { dbIndex: false }),
    ...(choices.once(6) && { dbColumn: choices.of(oddNames) as string }),
    ...(choices.once(6) && { deferrable: choices.of(['immediate', 'never'] as const) as 'never' }),
    ...(toField !== undefined && { toField }),
  }
  return choices.once(4) ? OneToOneField(target.key, options) : ForeignKey(target.key, options)
}

export const addForeignKey: Edit = (project, choices) => {
  const model = choices.of(concreteModels(project))
  const target = choices.of(targets(project))
  const name = model && freeField(project, model, choices)
  if (model === undefined || target === undefined || name === undefined) return undefined
  return withModel(project, model.withNewField(name, foreignKey(target, choices)))
}

export const addManyToMany: Edit = (project, choices) => {
  const able = targets(project).filter(({ proxy }) => !proxy)
  const [model, target] = [choices.of(able), choices.of(targets(project))]
  const name = model && freeField(project, model, choices)
  if (model === undefined || target === undefined || name === undefined) return undefined
  const options = {
    ...quiet,
    ...(choices.once(6) && { dbConstraint: false }),
    ...(choices.once(4) && { dbTable: choices.of(oddNames) as string }),
    ...(choices.once(4) && { symmetrical: false }),
  }
  return withModel(project, model.withNewField(name, ManyToManyField(target.key, options)))
}

/** A many-to-many relation with a model of its own in between, with it. */
export const addThrough: Edit = (project, choices) => {
  const able = targets(project).filter(({ proxy }) => !proxy)
  const [model, target] = [choices.of(able), choices.of(able)]
  const key = choices.of(modelKeys.filter((each) => isFree(project, each)))
  const name = model && freeField(project, model, choices)
  if (model === undefined || target === undefined || key === undefined || name === undefined) return undefined
  const link = new ModelState({
    app: appOf(key),
    name: key.slice(appOf(key).length + 1),
    fields: [
      ['id', BigAutoField({ primaryKey: true })],
      ['one', ForeignKey(model.key, { onDelete: 'CASCADE', relatedName: '+' })],
      ['two', ForeignKey(target.key, { onDelete: 'CASCADE', relatedName: '+' })],
      ['note', CharField({ maxLength: 20, null: true })],
    ],
  })
  const field = ManyToManyField(target.key, { ...quiet, through: key, throughFields: ['one', 'two'] })
  return withModel(withModel(project, link), model.withNewField(name, field))
}

export const alterForeignKey: Edit = (project, choices) => {
  const models = concreteModels(project).filter(({ fields }) => [...fields.values()].some(isForeignKey))
  const model = choices.of(models)
  const [name, field] = (model && choices.of([...model.fields].filter(([, each]) => isForeignKey(each)))) ?? []
  if (model === undefined || name === undefined || field === undefined) return undefined
  const options = field.options as { primaryKey?: boolean; null?: boolean; to: string }
  if (options.primaryKey === true) return undefined
  switch (choices.number(4)) {
    case 0:
      return withModel(project, model.withField(name, altered(field, changedRule(field, choices))))
    case 1:
      return withModel(project, model.withField(name, otherKind(field)))
    case 2:
      return withModel(
        project,
        model.withField(name, altered(field, { null: options.null === true ? undefined : true })),
      )
    default: {
      const target = choices.of(targets(project))
      if (target === undefined || target.key === options.to) return undefined
      const moved = altered(field, { to: target.key, toField: undefined })
      return asAnother(withModel(project, model.withField(name, moved)), `${model.key}.${name}`)
    }
  }
}

function changedRule({ options }: Field, choices: Choices): Readonly<Record<string, unknown>> {
  const nullable = options.null === true
  const { dbConstraint } = options as { dbConstraint?: boolean }
  return (
    choices.of([
      { onDelete: nullable ? 'SET_NULL' : 'PROTECT' },
      { onDelete: 'CASCADE' },
      { dbConstraint: dbConstraint === false ? undefined : false },
      { deferrable: choices.of(['immediate', 'never', undefined]) },
      { dbIndex: options.dbIndex === false ? undefined : false },
    ]) ?? {}
  )
}

/** A one-to-one relation of a foreign key, and the other way round. */
function otherKind({ type, options }: Field): Field {
  return fieldOf(type.name === 'ForeignKey' ? 'OneToOneField' : 'ForeignKey', options as never)
}
