import type { DatabaseObject } from '../objects/database-object'
import { databaseName, dependenciesOf, isObjectKey, objectKey, ownerOf } from '../objects/database-object'
import type { ModelKey } from '../state/model-state'
import { fieldsUsing, objectsOn } from '../state/object-references'
import type { ProjectState } from '../state/project-state'
import { foreignKeyTarget, isForeignKey } from '../state/relations'
import type { Need } from './dependencies'
import { does, fieldNeeds, needs, needsField, needsModel, needsObject } from './dependencies'
import type { Differences } from './differences'

/** What has to be done before an object can be created or changed: all that becomes of what it is made from. */
export function* creationNeeds(differences: Differences, object: DatabaseObject): Iterable<Need> {
  yield needs(does.objectGone(objectKey(object)))
  yield needs(does.nameFree(databaseName(object.kind, object.name)))
  yield* schemaNeeds(differences.to, object)
  for (const key of dependenciesOf(object)) {
    if (isObjectKey(key)) yield* objectNeeds(key)
    else yield* modelNeeds(differences, key)
  }
}

function* objectNeeds(key: string): Iterable<Need> {
  yield needsObject(key)
  yield needs(does.enumSettled(key))
}

/** Every column as it will be: which of them it looks at is not known. */
function* modelNeeds({ to, changed }: Differences, key: ModelKey): Iterable<Need> {
  const model = to.find(key)
  if (model === undefined) return
  yield needsModel(key)
  for (const [name, field] of model.fields) {
    yield needsField(key, name)
    for (const need of fieldNeeds(to, key, field)) {
      yield need
      if (need.key.startsWith('object enum ')) yield needs(does.enumSettled(need.key.slice('object '.length)))
    }
    if (isForeignKey(field)) {
      const target = foreignKeyTarget(to, field)
      yield needsField(target.model.key, target.name)
    }
  }
  const difference = changed.find((each) => each.key === key)
  for (const name of difference?.fields.removed ?? []) yield needs(does.released(key, name))
}

/** `reporting.totals` is in the schema `reporting`, which an app may declare. */
function* schemaNeeds(to: ProjectState, { name }: DatabaseObject): Iterable<Need> {
  if (!name.includes('.')) return
  const schema = name.slice(0, name.indexOf('.'))
  for (const object of to.objects()) {
    if (object.kind === 'schema' && object.name === schema) yield needsObject(objectKey(object))
  }
}

/** What has to be done before an object can be dropped: all that uses it is gone, or uses it no longer. */
export function* deletionNeeds(from: ProjectState, object: DatabaseObject): Iterable<Need> {
  const key = objectKey(object)
  const owner = ownerOf(object)
  // A model that gets another name in these changes has it already where the object is dropped.
  if (owner !== undefined) yield needs(does.model(owner))
  for (const other of objectsOn(from, key)) yield needs(does.objectGone(objectKey(other)))
  for (const place of fieldsUsing(from, object)) yield* fieldGone(place)
  if (object.kind !== 'schema') return
  for (const other of from.objects())
    if (other.name.startsWith(`${object.name}.`)) yield needs(does.objectGone(objectKey(other)))
}

function* fieldGone(place: string): Iterable<Need> {
  const at = place.lastIndexOf('.')
  const [model, field] = [place.slice(0, at), place.slice(at + 1)]
  yield needs(does.deleted(model))
  yield needs(does.released(model, field))
}
