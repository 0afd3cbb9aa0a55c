import type { Action } from '../action'
import type { Node } from './nodes'
import { objectName, relationName } from './nodes'

export function renamed({
  renameType,
  relation,
  object,
  subname,
  newname: to,
}: NonNullable<Node['RenameStmt']>): readonly Action[] {
  if (renameType === 'OBJECT_SCHEMA') return [{ kind: 'rename-schema', schema: subname ?? '' }]
  if (renameType === 'OBJECT_TYPE' && object !== undefined)
    return [{ kind: 'rename-type', type: objectName(object), to }]
  if (relation === undefined) return []
  const table = relationName(relation)
  switch (renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return [{ kind: 'rename-table', table, to }]
    case 'OBJECT_COLUMN':
      return [{ kind: 'rename-column', table, column: subname ?? '', to }]
    case 'OBJECT_TABCONSTRAINT':
      return [{ kind: 'rename-part', table, from: subname ?? '', to }]
    case 'OBJECT_INDEX':
      return [{ kind: 'rename-part', table, from: table, to }]
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
    case 'OBJECT_SEQUENCE':
      return [{ kind: 'adjust', table, lock: 'strong' }]
    default:
      return []
  }
}

/** SET SCHEMA. */
export function moved({
  objectType,
  relation,
  newschema,
}: NonNullable<Node['AlterObjectSchemaStmt']>): readonly Action[] {
  if (relation === undefined || !/^OBJECT_(TABLE|VIEW|MATVIEW)$/.test(objectType)) return []
  const to = relationName({ ...relation, schemaname: newschema })
  return [{ kind: 'set-schema', table: relationName(relation), to }]
}
