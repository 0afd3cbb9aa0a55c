import type { Field } from '../../fields/field'
import { LinksToModel, ModelToLinks } from '../../operations'
import { fieldsOfConstraint, fieldsOfIndex, modelsRead } from '../../operations/references'
import type { ModelOptions } from '../../state/model-options'
import type { ModelState } from '../../state/model-state'
import type { ProjectState } from '../../state/project-state'
import { hasLinkTable, isManyToMany, referrersOf, targetKey, throughKey } from '../../state/relations'
import { linkEnds, linkKey } from '../../state/through'
import type { Findings } from '../asking'
import type { Planned } from '../dependencies'
import { does, needs, needsHistory, planned } from '../dependencies'
import { byKey, type States } from '../differences'

/**
 * Many-to-many fields whose links get a model of their own that was not there before, or lose one that goes: the links
 * stay. In all other cases the field is another one.
 */
export function* exchangedLinks(states: States): Findings {
  const { from, to, watched } = states
  for (const after of byKey(to.models())) {
    const before = from.find(after.key)
    if (before === undefined || before === after || !watched(after.app) || !hasTables(before, after)) continue
    for (const [name, field] of after.fields) {
      const was = before.fields.get(name)
      if (was !== undefined) yield* exchange({ states, before, after, name, was, field })
    }
  }
}

interface Linked {
  readonly states: States
  readonly before: ModelState
  readonly after: ModelState
  readonly name: string
  readonly was: Field
  readonly field: Field
}

function hasTables(...models: readonly ModelState[]): boolean {
  return models.every(({ managed, proxy }) => managed && !proxy)
}

function* exchange(linked: Linked): Iterable<Planned> {
  const { was, field } = linked
  if (!isManyToMany(was) || !isManyToMany(field) || targetKey(was) !== targetKey(field)) return
  if (hasLinkTable(was) && !hasLinkTable(field)) yield* linksToModel(linked)
  if (!hasLinkTable(was) && hasLinkTable(field)) yield* modelToLinks(linked)
}

function* linksToModel({ states: { from, to }, after, name, field }: Linked): Iterable<Planned> {
  const model = to.find(throughKey(field) ?? '')
  const { app } = after
  if (model === undefined || from.has(model.key) || model.app !== app || model.bases.length > 0 || !hasTables(model))
    return
  const ends = linkEnds(model, after, field)
  if (ends === undefined) return
  const fields = fieldsOfLinks(model, ends)
  yield planned({
    app,
    operation: new LinksToModel({ model: after.name, name, field, fields, options: optionsOn(model, fields) }),
    does: [
      does.model(model.key),
      does.field(after.key, name),
      ...Object.keys(fields).map((each) => does.field(model.key, each)),
    ],
    needs: [needsHistory(app)],
  })
}

/** The model as its table is at first: what else it has is added like to any model. */
function fieldsOfLinks(model: ModelState, ends: readonly string[]): Readonly<Record<string, Field>> {
  const key = model.fields.get(linkKey.name)
  const own = key?.type === linkKey.field.type ? key : linkKey.field
  const held = ends.flatMap((end) => [...model.fields].filter(([name]) => name === end))
  return Object.fromEntries([[linkKey.name, own], ...held])
}

function optionsOn({ options }: ModelState, fields: Readonly<Record<string, Field>>): ModelOptions {
  const { indexes, constraints, uniqueTogether, orderWithRespectTo: _, ...rest } = options
  const known = (names: Iterable<string>): boolean => [...names].every((name) => name in fields)
  return {
    ...rest,
    ...(indexes && { indexes: indexes.filter((index) => known(fieldsOfIndex(index))) }),
    ...(constraints && { constraints: constraints.filter((each) => known(fieldsOfConstraint(each))) }),
    ...(uniqueTogether && { uniqueTogether: uniqueTogether.filter(known) }),
  }
}

function* modelToLinks({ states: { from, to }, before, after, name, was, field }: Linked): Iterable<Planned> {
  const model = from.find(throughKey(was) ?? '')
  const { app, key } = after
  if (model === undefined || to.has(model.key) || model.app !== app || !hasTables(model)) return
  if (linkEnds(model, before, was) === undefined || isReferredTo(from, model, `${key}.${name}`)) return
  yield planned({
    app,
    operation: new ModelToLinks({ model: after.name, name, field }),
    does: [does.field(key, name), does.deleted(model.key)],
    needs: [needs(does.released(key, name))],
  })
}

/** By others than the field whose links it holds, and itself. */
function isReferredTo(from: ProjectState, { key }: ModelState, by: string): boolean {
  if (referrersOf(from, key).some((referrer) => referrer.model.key !== key)) return true
  return [...from.models()].some(
    (model) =>
      model.bases.includes(key) ||
      [...model.fields].some(
        ([name, field]) => isManyToMany(field) && modelsRead(field).includes(key) && `${model.key}.${name}` !== by,
      ),
  )
}
