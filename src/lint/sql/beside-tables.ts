import type { Action, TriggerEvent } from '../action'
import type { Node } from './nodes'
import { dottedName, objectName } from './nodes'

/** COMMENT locks the relation that the thing is a part of. */
export function commented({ objtype, object }: NonNullable<Node['CommentStmt']>): readonly Action[] {
  if (ofRelation.has(objtype)) return [{ kind: 'adjust', table: objectName(object), lock: 'beside' }]
  if (!ofParts.has(objtype)) return []
  const table = dottedName(object.List?.items.slice(0, -1) ?? [])
  return [{ kind: 'adjust', table, lock: objtype === 'OBJECT_COLUMN' ? 'beside' : 'weak' }]
}

const ofRelation: ReadonlySet<string> = new Set(
  'TABLE INDEX VIEW MATVIEW SEQUENCE FOREIGN_TABLE'.split(' ').map((what) => `OBJECT_${what}`),
)
/** These are named after their table. */
const ofParts: ReadonlySet<string> = new Set(
  'COLUMN TABCONSTRAINT TRIGGER RULE POLICY'.split(' ').map((what) => `OBJECT_${what}`),
)

/** As PostgreSQL numbers them. */
export function eventsOf(bits: number): readonly TriggerEvent[] {
  const all: readonly TriggerEvent[] = ['insert', 'delete', 'update', 'truncate']
  return all.filter((_, index) => (bits & (4 << index)) !== 0)
}
