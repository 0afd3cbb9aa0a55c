import type { Action } from '../action'
import type { Node } from './nodes'
import { dottedName, objectName, textOf } from './nodes'

export function dropped({
  objects,
  removeType,
  behavior,
  concurrent,
}: NonNullable<Node['DropStmt']>): readonly Action[] {
  const cascade = behavior === 'DROP_CASCADE'
  return objects.map((object): Action => {
    const name = objectName(object)
    switch (removeType) {
      case 'OBJECT_TABLE':
        return { kind: 'drop-table', table: name, cascade }
      case 'OBJECT_INDEX':
        return { kind: 'drop-index', name, concurrently: concurrent === true }
      case 'OBJECT_VIEW':
      case 'OBJECT_MATVIEW':
        return { kind: 'drop-view', view: name, cascade }
      case 'OBJECT_TRIGGER':
        return {
          kind: 'trigger',
          table: ownerOf(object),
          does: 'drop',
          name: ownName(object),
          events: [],
          columns: [],
        }
      case 'OBJECT_RULE':
        return { kind: 'rule', table: ownerOf(object), does: 'drop', name: ownName(object), tables: [], columns: [] }
      case 'OBJECT_POLICY':
        return { kind: 'policy', table: ownerOf(object), does: 'drop', name: ownName(object), tables: [], columns: [] }
      default:
        return { kind: 'drop-other', what: removeType.replace('OBJECT_', '').toLowerCase(), name, cascade }
    }
  })
}

/** Triggers, rules and policies are named after their table. */
function ownerOf(object: Node): string {
  return dottedName(object.List?.items.slice(0, -1) ?? [])
}

function ownName(object: Node): string {
  return textOf(object.List?.items.at(-1))
}
