import type { DatabaseObject, DependencyKey, ObjectKey } from '../objects/database-object'
import { databaseObject, keyOfObject, kindInWords } from '../objects/database-object'
import type { Dependency } from '../objects/declared-object'
import { DeclaredObject } from '../objects/declared-object'
import { modelKey } from '../state/model-state'
import { UnexportedObjectError } from './errors'
import type { KeyOf } from './target'
import { classKey, classOf } from './target'

/** Which app each object belongs to. */
export type ObjectOwners = ReadonlyMap<DeclaredObject, string>

/** The declared objects of all apps as a state has them, with keys for the classes and objects that they name. */
export function describeObjects(owners: ObjectOwners, keyOf: KeyOf): DatabaseObject[] {
  return [...owners].map(([object, app]) => {
    const resolve = resolver(app, object, owners, keyOf)
    const { kind, name, options, on, dependsOn } = object
    return databaseObject({
      kind,
      app,
      name,
      options: on === undefined ? options : { on: resolve(on), ...options },
      dependsOn: dependsOn.map(resolve),
    } as DatabaseObject)
  })
}

type Resolve = (dependency: Dependency) => DependencyKey

function resolver(app: string, of: DeclaredObject, owners: ObjectOwners, keyOf: KeyOf): Resolve {
  const where = `the ${kindInWords(of.kind)} ${app}.${of.name}`
  return (dependency) => {
    if (typeof dependency === 'string') return dependency.includes('.') ? dependency : modelKey(app, dependency)
    if (dependency instanceof DeclaredObject) return keyOfDeclared(where, dependency, owners, keyOf)
    return classKey(where, classOf(where, dependency), keyOf)
  }
}

function keyOfDeclared(where: string, object: DeclaredObject, owners: ObjectOwners, keyOf: KeyOf): ObjectKey {
  const { kind, name, on } = object
  const app = owners.get(object)
  if (app === undefined) throw new UnexportedObjectError(where, `${kindInWords(kind)} ${name}`)
  return keyOfObject(kind, app, name, on === undefined ? undefined : resolver(app, object, owners, keyOf)(on))
}
