import type { DatabaseObject } from '../../objects/database-object'
import { databaseName, objectKey } from '../../objects/database-object'
import type { Findings } from '../asking'
import type { Planned } from '../dependencies'
import { does, planned } from '../dependencies'
import type { Differences } from '../differences'
import { objectDifferences } from '../object-differences'
import { creationNeeds } from '../object-needs'
import { creating } from '../object-operations'

/** New objects: first in the row, since fields may be made with them; those made from models wait for these. */
export function* createdObjects(differences: Differences): Findings {
  for (const object of inOrder(objectDifferences(differences).created)) yield creation(differences, object)
}

export function creation(differences: Differences, object: DatabaseObject): Planned {
  return planned({
    app: object.app,
    operation: creating(object),
    does: [does.object(objectKey(object)), does.enumSettled(objectKey(object))],
    needs: creationNeeds(differences, object),
  })
}

/** What the others may use without saying so comes first. */
const early: readonly DatabaseObject['kind'][] = ['extension', 'schema', 'collation', 'enum', 'sql-object', 'function']

function inOrder(objects: readonly DatabaseObject[]): readonly DatabaseObject[] {
  const rank = ({ kind }: DatabaseObject): number => (early.includes(kind) ? early.indexOf(kind) : early.length)
  return [...objects].sort((a, b) => rank(a) - rank(b))
}

/** No longer in the way of one of the same name. */
export function freedBy(object: DatabaseObject): readonly string[] {
  return [does.objectGone(objectKey(object)), does.nameFree(databaseName(object.kind, object.name))]
}
