import { isRelation, optionsOf } from '../../fields/field'
import { AlterUniqueTogether, DeleteModel, RemoveConstraint, RemoveField, RemoveIndex } from '../../operations'
import type { Operation } from '../../operations/operation'
import { fieldsOfConstraint, fieldsOfIndex, modelsRead, siblingsRead } from '../../operations/references'
import type { ModelKey, ModelState } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { primaryKeyFields, tableOf } from '../../state/relations'
import type { Findings } from '../asking'
import type { Need, Planned } from '../dependencies'
import { does, linkWeight, needs, needsOutOfTheWay, planned } from '../dependencies'
import { byKey, type Differences } from '../differences'

/**
 * Models that are gone. A model goes after all that refers to it; where deleted models refer to each other, one of the
 * references is removed first.
 */
export function* deletedModels({ from, deleted }: Differences): Findings {
  if (deleted.length === 0) return
  const dependants = dependantsIn(from)
  const going = new Set(deleted.map(({ key }) => key))
  for (const model of deleted) {
    const apart = fieldsApart(model, going)
    yield* optionsFreed(model, apart)
    for (const name of apart) yield removal(model, name)
    yield deletion(model, apart, [...(dependants.get(model.key) ?? []), ...needsOutOfTheWay(from, model.key)])
  }
}

type Dependants = ReadonlyMap<ModelKey, readonly Need[]>

/** By model, what has to happen before it can go: fields that refer to it, models made from it. */
function dependantsIn(from: ProjectState): Dependants {
  const all = new Map<ModelKey, Need[]>()
  const note = (target: ModelKey, need: Need): void => {
    const list = all.get(target)
    if (list === undefined) all.set(target, [need])
    else list.push(need)
  }
  for (const model of byKey(from.models())) {
    for (const base of model.bases) note(base, needs(does.deleted(model.key)))
    for (const [name, field] of model.fields) {
      for (const target of modelsRead(field))
        if (target !== model.key) note(target, needs(does.released(model.key, name)))
    }
  }
  return all
}

/** Relations to models that go as well, as far as the model can be without them; before them, generated columns that read them. */
function fieldsApart(model: ModelState, going: ReadonlySet<ModelKey>): ReadonlySet<string> {
  const key = primaryKeyFields(model)
  const relations = new Set<string>()
  for (const [name, field] of model.fields) {
    if (key.includes(name) || optionsOf(field).primaryKey === true) continue
    if (modelsRead(field).some((target) => target !== model.key && going.has(target))) relations.add(name)
  }
  const readers = [...model.fields]
    .filter(([, field]) => field.type.generatedAs !== undefined)
    .filter(([, field]) => [...siblingsRead(field)].some((read) => relations.has(read)))
  return new Set([...readers.map(([name]) => name), ...relations])
}

function deletion(model: ModelState, apart: ReadonlySet<string>, dependants: readonly Need[]): Planned {
  const { app, key, name } = model
  const taken = [...model.fields].filter(([name, field]) => isRelation(field) && !apart.has(name))
  return planned({
    app,
    operation: new DeleteModel({ name }),
    cluster: { key: `delete ${key}` },
    does: [
      does.deleted(key),
      ...(model.proxy ? [] : [does.tableDropped(tableOf(model))]),
      ...taken.map(([field]) => does.released(key, field)),
    ],
    needs: [...dependants, ...[...apart].map((field) => needs(does.released(key, field)))],
  })
}

function removal(model: ModelState, name: string): Planned {
  const readers = [...model.fields].filter(([, field]) => siblingsRead(field).has(name))
  return planned({
    app: model.app,
    operation: new RemoveField({ model: model.name, name }),
    cluster: { key: `delete ${model.key}`, weight: linkWeight(model.field(name)) },
    does: [does.released(model.key, name)],
    needs: [needs(does.unused(model.key, name)), ...readers.map(([reader]) => needs(does.released(model.key, reader)))],
  })
}

/** What speaks of fields that may have to be removed before their model. */
function* optionsFreed(model: ModelState, apart: ReadonlySet<string>): Iterable<Planned> {
  const { name, indexes, constraints, uniqueTogether } = model
  for (const index of indexes) {
    yield* freeing(model, apart, fieldsOfIndex(index), () => new RemoveIndex({ model: name, name: index.options.name }))
  }
  for (const constraint of constraints) {
    const removal = (): Operation => new RemoveConstraint({ model: name, name: constraint.options.name })
    yield* freeing(model, apart, fieldsOfConstraint(constraint), removal)
  }
  yield* freeing(model, apart, uniqueTogether.flat(), () => new AlterUniqueTogether({ name, uniqueTogether: [] }))
}

function* freeing(
  model: ModelState,
  apart: ReadonlySet<string>,
  fields: Iterable<string>,
  operation: () => Operation,
): Iterable<Planned> {
  const freed = [...new Set(fields)].filter((field) => apart.has(field))
  if (freed.length === 0) return
  yield planned({
    app: model.app,
    operation: operation(),
    cluster: { key: `delete ${model.key}`, weight: 2 },
    does: freed.map((field) => does.unused(model.key, field)),
  })
}
