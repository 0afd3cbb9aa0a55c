import { topological } from '../base/topological'
import type { DatabaseObject, DependencyKey, ObjectKey } from '../objects/database-object'
import { databaseObject, dependenciesOf, isObjectKey, objectKey } from '../objects/database-object'
import type { ModelKey } from './model-state'
import { namedTypes } from './named-types'
import type { ProjectState } from './project-state'

/** The object with a dependency that changed its key. */
export function repointedObject(object: DatabaseObject, oldKey: DependencyKey, newKey: DependencyKey): DatabaseObject {
  if (!dependenciesOf(object).includes(oldKey)) return object
  const repointed = (key: DependencyKey): DependencyKey => (key === oldKey ? newKey : key)
  const options = 'on' in object.options ? { ...object.options, on: repointed(object.options.on) } : object.options
  return databaseObject({ ...object, options, dependsOn: object.dependsOn.map(repointed) } as DatabaseObject)
}

/** The objects that say that they need it. */
export function* objectsOn(state: ProjectState, key: DependencyKey): Iterable<DatabaseObject> {
  for (const object of state.objects()) if (dependenciesOf(object).includes(key)) yield object
}

/** What cannot be without the object, in words: the first is enough to refuse its removal. */
export function* usersOfObject(state: ProjectState, object: DatabaseObject): Iterable<string> {
  for (const key of fieldsUsing(state, object)) yield `the field ${key}`
  for (const other of objectsOn(state, objectKey(object))) yield `the ${objectKey(other)}`
}

/** `app.Model.field` of the fields that use a type or a collation. */
export function* fieldsUsing(state: ProjectState, { kind, name }: DatabaseObject): Iterable<string> {
  if (kind !== 'enum' && kind !== 'collation') return
  for (const model of state.models()) {
    for (const [field, { type, options }] of model.fields) {
      const uses = kind === 'enum' ? namedTypes({ type, options }).includes(name) : options.dbCollation === name
      if (uses) yield `${model.key}.${field}`
    }
  }
}

/** The dependency keys that are no longer there: of a model that goes, with the table, or by mistake. */
export function missingDependencies(state: ProjectState, object: DatabaseObject): readonly (ModelKey | ObjectKey)[] {
  return dependenciesOf(object).filter((key) => state.find(key) === undefined && state.findObject(key) === undefined)
}

/**
 * The objects that stand on these models and objects, and those that stand on them in turn, in an order in which they can
 * be created: while what they stand on changes, they have to be out of the way.
 */
export function standingOn(state: ProjectState, keys: ReadonlySet<DependencyKey>): readonly DatabaseObject[] {
  if (!state.hasObjects || keys.size === 0) return []
  const moving = new Set(keys)
  const found = new Map<ObjectKey, DatabaseObject>()
  for (let size = -1; size < found.size; ) {
    size = found.size
    for (const object of state.objects()) {
      const key = objectKey(object)
      if (found.has(key) || !stands(object, moving)) continue
      found.set(key, object)
      moving.add(key)
    }
  }
  const order = topological(found.keys(), (key) => dependenciesOf(state.object(key)))
  return order.map((key) => state.object(key))
}

function stands(object: DatabaseObject, moving: ReadonlySet<DependencyKey>): boolean {
  const looks = looksAtColumns(object)
  return dependenciesOf(object).some((key) => moving.has(key) && (looks || isObjectKey(key)))
}

/** Whether PostgreSQL knows which columns it looks at: the body of a function is text until it is run. */
function looksAtColumns(object: DatabaseObject): boolean {
  switch (object.kind) {
    case 'view':
    case 'materialized-view':
    case 'policy':
    case 'sql-object':
      return true
    case 'trigger':
      return object.options.condition !== undefined
    case 'function':
    case 'extension':
    case 'schema':
    case 'collation':
    case 'enum':
      return false
  }
}
