import type { Field } from '../fields/field'
import { optionsOf } from '../fields/field'
import type { DatabaseObject, ObjectKey } from '../objects/database-object'
import { appOfObject, databaseName, objectKey } from '../objects/database-object'
import type { Operation } from '../operations/operation'
import { modelsRead, objectsRead, siblingsRead } from '../operations/references'
import type { ModelKey, ModelState } from '../state/model-state'
import { objectsOn } from '../state/object-references'
import type { ProjectState } from '../state/project-state'
import { appOf } from '../state/project-state'
import { foreignKeyTarget, isForeignKey, isManyToMany, referrersOf, throughKey } from '../state/relations'

/** What has to be done before an operation, by whichever operation says that it does it. */
export interface Need {
  readonly key: string
  /** What is needed is in the history of this app, if no operation of these changes does it. */
  readonly app?: string | undefined
}

/** What belongs together if nothing forces it apart: a model and what was left out of its creation. */
export interface Cluster {
  readonly key: string
  /** How readily a part leaves its cluster, 0 first; undefined: it is what the cluster is about. */
  readonly weight?: number | undefined
}

/** An operation, what it does for others and what it needs of them. */
export interface Planned {
  readonly app: string
  readonly operation: Operation
  readonly does: readonly string[]
  readonly needs: readonly Need[]
  readonly cluster?: Cluster | undefined
}

export interface PlannedParts extends Pick<Planned, 'app' | 'operation' | 'cluster'> {
  readonly does?: Iterable<string>
  readonly needs?: Iterable<Need>
}

export function planned({ does = [], needs = [], ...rest }: PlannedParts): Planned {
  return { ...rest, does: [...does], needs: [...needs] }
}

/** The keys of what operations do for each other. */
export const does = {
  /** The model is there under this key. */
  model: (model: ModelKey): string => `model ${model}`,
  /** The field is there under this name. */
  field: (model: ModelKey, field: string): string => `field ${model}.${field}`,
  /** The field is gone, or no longer what it was. */
  released: (model: ModelKey, field: string): string => `released ${model}.${field}`,
  /** An index, a constraint or an option of the model speaks of the field no longer. */
  unused: (model: ModelKey, field: string): string => `unused ${model}.${field}`,
  deleted: (model: ModelKey): string => `deleted ${model}`,
  /** No table has this name any more. */
  tableDropped: (table: string): string => `table dropped ${table}`,
  /** The table of the model keeps its name, whatever becomes of the model. */
  tableFixed: (model: ModelKey): string => `table fixed ${model}`,
  tableRenamed: (table: string): string => `table renamed ${table}`,
  /** The object is there, an enum with all values that it will have. */
  object: (object: ObjectKey): string => `object ${object}`,
  /** The object is gone, for good or to come back. */
  objectGone: (object: ObjectKey): string => `object gone ${object}`,
  /** Nothing in the database has this name any more, whichever app it belonged to. */
  nameFree: (name: string): string => `free ${name}`,
  /** The enum has only the values that it will have, in their order. */
  enumSettled: (object: ObjectKey): string => `settled ${object}`,
} as const

export function needsModel(model: ModelKey): Need {
  return { key: does.model(model), app: appOf(model) }
}

export function needsField(model: ModelKey, field: string): Need {
  return { key: does.field(model, field), app: appOf(model) }
}

/** Something that only matters if one of these changes does it. */
export function needs(key: string): Need {
  return { key }
}

export function needsObject(object: ObjectKey): Need {
  return { key: does.object(object), app: appOfObject(object) }
}

/** Views and the like see columns of a table, or of tables that refer to it: they are out of the way first. */
export function* needsOutOfTheWay(from: ProjectState, model: ModelKey): Iterable<Need> {
  if (!from.hasObjects) return
  for (const key of [model, ...referringTo(from, model)]) {
    for (const object of objectsOn(from, key)) yield needs(does.objectGone(objectKey(object)))
  }
}

/** Models whose columns are of the type of this model's keys, those that refer to them in turn included. */
function referringTo(state: ProjectState, model: ModelKey, found = new Set<ModelKey>()): ReadonlySet<ModelKey> {
  for (const referrer of referrersOf(state, model)) {
    if (referrer.model.key === model || found.has(referrer.model.key)) continue
    found.add(referrer.model.key)
    referringTo(state, referrer.model.key, found)
  }
  return found
}

/** All that the app's history says so far. */
export function needsHistory(app: string): Need {
  return { key: `history ${app}`, app }
}

/** What must be there before the field can be. */
export function* fieldNeeds(to: ProjectState, model: ModelKey, field: Field): Iterable<Need> {
  for (const sibling of siblingsRead(field)) yield needsField(model, sibling)
  for (const object of objectsFor(to, field)) yield needsObject(objectKey(object))
  for (const target of modelsRead(field)) yield needsModel(target)
  const through = throughKey(field)
  if (through !== undefined) {
    for (const [name, link] of to.find(through)?.fields ?? []) if (isForeignKey(link)) yield needsField(through, name)
  }
  if (!isForeignKey(field)) return
  // What rows get in the column is of the type that its target comes to have.
  const target = foreignKeyTarget(to, field)
  yield needs(does.field(target.model.key, target.name))
}

/** The types, collations and extensions that the column of a field is made with. */
function* objectsFor(to: ProjectState, field: Field): Iterable<DatabaseObject> {
  if (!to.hasObjects) return
  const names = new Set([...objectsRead(field), ...extensionsOf(field)])
  if (names.size === 0) return
  for (const object of to.objects()) if (names.has(databaseName(object.kind, object.name))) yield object
}

function extensionsOf(field: Field): readonly string[] {
  const type = field.type.columnType(optionsOf(field))
  const item = type?.kind === 'array' ? type.of : type
  return item?.kind === 'hstore' || item?.kind === 'citext' ? [databaseName('extension', item.kind)] : []
}

/**
 * How readily a relation is set apart from its model where two need each other: a table of links is easier made later
 * than a column, and one that is a model of its own has to wait for both its ends anyway.
 */
export function linkWeight(field: Field): number {
  if (!isManyToMany(field)) return 2
  return throughKey(field) === undefined ? 1 : 0
}

/** Other apps with relations to the model, or models that extend it: their histories call it by its present name. */
export function appsThatSpeakOf({ app, key }: ModelState, from: ProjectState): readonly string[] {
  const apps = new Set<string>()
  for (const model of from.models()) {
    const speaks =
      model.bases.includes(key) || [...model.fields.values()].some((field) => modelsRead(field).includes(key))
    if (speaks && model.app !== app) apps.add(model.app)
  }
  return [...apps].sort()
}
