import type { Field } from '../../fields/field'
import { isRelation, optionsOf } from '../../fields/field'
import {
  AddConstraint,
  AddField,
  AddIndex,
  AlterOrderWithRespectTo,
  AlterUniqueTogether,
  CreateModel,
} from '../../operations'
import type { Operation } from '../../operations/operation'
import { fieldsOfConstraint, fieldsOfIndex, modelsRead, siblingsRead } from '../../operations/references'
import type { ModelState } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { foreignKeyOptions, primaryKeyFields, tableOf, targetKey } from '../../state/relations'
import type { Findings } from '../asking'
import type { Need, Planned } from '../dependencies'
import { does, fieldNeeds, linkWeight, needs, needsField, needsModel, planned } from '../dependencies'
import type { Differences } from '../differences'

/**
 * New models. What refers to other models is set apart from the creation, so that two models may refer to each other;
 * where nothing stands between the two they become one operation again.
 */
export function* createdModels({ to, created }: Differences): Findings {
  for (const model of created) {
    const apart = fieldsApart(model)
    yield creation(to, model, apart)
    for (const name of apart) yield addition(to, model, name)
    yield* partsOn(model, apart)
  }
}

/** Relations to other models, unless they are part of the primary key, and what in turn speaks of their columns. */
function fieldsApart(model: ModelState): ReadonlySet<string> {
  const apart = new Set<string>()
  const key = primaryKeyFields(model)
  for (const [name, field] of model.fields) {
    const refers = modelsRead(field).some((target) => target !== model.key)
    if (refers && !key.includes(name) && optionsOf(field).primaryKey !== true) apart.add(name)
  }
  if (apart.size === 0) return apart
  for (const [name, field] of model.fields) {
    const read = isRelation(field) ? ownFieldsReferredTo(field, model) : siblingsRead(field)
    if (meets(read, apart)) apart.add(name)
  }
  return apart
}

/** The fields of the model itself that a foreign key of it names. */
function ownFieldsReferredTo(field: Field, { key }: ModelState): readonly string[] {
  const { toField } = foreignKeyOptions(field)
  return toField !== undefined && targetKey(field) === key ? [toField] : []
}

function creation(to: ProjectState, model: ModelState, apart: ReadonlySet<string>): Planned {
  const { app, key, name, bases } = model
  const fields = [...model.fields].filter(([field]) => !apart.has(field))
  return planned({
    app,
    operation: new CreateModel({
      name,
      fields: Object.fromEntries(fields),
      options: optionsWithout(model, apart),
      bases,
    }),
    cluster: { key: `create ${key}` },
    does: [does.model(key), ...fields.map(([field]) => does.field(key, field))],
    needs: [
      ...bases.map(needsModel),
      ...fields.flatMap(([, field]) => [...fieldNeeds(to, key, field)]).filter((need) => !isOwn(need, model)),
      ...roomFor(model),
    ],
  })
}

function isOwn({ key }: Need, model: ModelState): boolean {
  return key === does.model(model.key) || key.startsWith(does.field(model.key, ''))
}

/** What was there under its name, or the name of its table, has to be gone; so have fields of its bases by the names of its own. */
function* roomFor(model: ModelState): Iterable<Need> {
  yield needs(does.deleted(model.key))
  if (model.proxy) return
  yield needs(does.tableDropped(tableOf(model)))
  yield needs(does.tableRenamed(tableOf(model)))
  for (const base of model.bases) for (const field of model.fields.keys()) yield needs(does.released(base, field))
}

function addition(to: ProjectState, model: ModelState, name: string): Planned {
  const field = model.field(name)
  return planned({
    app: model.app,
    operation: new AddField({ model: model.name, name, field }),
    cluster: { key: `create ${model.key}`, weight: linkWeight(field) },
    does: [does.field(model.key, name)],
    needs: [needsModel(model.key), ...fieldNeeds(to, model.key, field)],
  })
}

function optionsWithout(model: ModelState, apart: ReadonlySet<string>): ModelState['options'] {
  if (apart.size === 0) return model.options
  const { indexes, constraints, uniqueTogether, orderWithRespectTo, ...rest } = model.options
  return {
    ...rest,
    ...(indexes && { indexes: indexes.filter((index) => !meets(fieldsOfIndex(index), apart)) }),
    ...(constraints && { constraints: constraints.filter((each) => !meets(fieldsOfConstraint(each), apart)) }),
    ...(uniqueTogether && !meets(uniqueTogether.flat(), apart) && { uniqueTogether }),
    ...(orderWithRespectTo !== undefined && !apart.has(orderWithRespectTo) && { orderWithRespectTo }),
  }
}

/** The options that speak of fields which are set apart. */
function* partsOn(model: ModelState, apart: ReadonlySet<string>): Iterable<Planned> {
  const { name, options, uniqueTogether } = model
  for (const index of model.indexes)
    yield* part(model, apart, fieldsOfIndex(index), () => new AddIndex({ model: name, index }))
  for (const constraint of model.constraints) {
    yield* part(model, apart, fieldsOfConstraint(constraint), () => new AddConstraint({ model: name, constraint }))
  }
  yield* part(model, apart, uniqueTogether.flat(), () => new AlterUniqueTogether({ name, uniqueTogether }))
  const { orderWithRespectTo } = options
  if (orderWithRespectTo === undefined) return
  yield* part(model, apart, [orderWithRespectTo], () => new AlterOrderWithRespectTo({ name, orderWithRespectTo }))
}

function* part(
  model: ModelState,
  apart: ReadonlySet<string>,
  fields: Iterable<string>,
  operation: () => Operation,
): Iterable<Planned> {
  const read = new Set(fields)
  if (!meets(read, apart)) return
  yield planned({
    app: model.app,
    operation: operation(),
    cluster: { key: `create ${model.key}`, weight: 2 },
    needs: [needsModel(model.key), ...[...read].map((field) => needsField(model.key, field))],
  })
}

function meets(fields: Iterable<string>, apart: ReadonlySet<string>): boolean {
  for (const field of fields) if (apart.has(field)) return true
  return false
}
