import { type DatabaseObject, databaseObject, type ObjectKind, type ObjectOf } from '../../src/objects/database-object'
import { appOf } from '../../src/state/project-state'

/** `object('view', 'shop.titles', { sql: 'SELECT 1' }, ['shop.Book'])`. */
export function object<Kind extends ObjectKind>(
  kind: Kind,
  key: string,
  options: ObjectOf<Kind>['options'],
  dependsOn: readonly string[] = [],
): DatabaseObject {
  const app = appOf(key)
  const name = key.slice(app.length + 1)
  return databaseObject({ kind, app, name, options, dependsOn } as unknown as DatabaseObject)
}

export function enumOf(key: string, ...values: readonly string[]): DatabaseObject {
  return object('enum', key, { values })
}
