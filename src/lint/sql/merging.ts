import type { Action } from '../action'
import type { Node } from './nodes'
import { relationName } from './nodes'
import { whereOf } from './where'

/** MERGE does to some rows what UPDATE and DELETE do, and puts in others. */
export function merged({
  relation,
  joinCondition,
  mergeWhenClauses,
}: NonNullable<Node['MergeStmt']>): readonly Action[] {
  const table = relationName(relation)
  const clauses = mergeWhenClauses.flatMap(({ MergeWhenClause: clause }) => clause ?? [])
  const doing = (command: string) => clauses.filter(({ commandType }) => commandType === command)
  const where = whereOf(joinCondition)
  const updates = doing('CMD_UPDATE').flatMap(({ targetList = [] }) =>
    targetList.flatMap(({ ResTarget: target }) => target?.name ?? []),
  )
  const all: readonly Action[] = [
    { kind: 'update', table, columns: [...new Set(updates)], where },
    { kind: 'delete', table, where },
    { kind: 'insert', table, namesConstraint: false, updates: [] },
  ]
  return all.filter(({ kind }) => doing(`CMD_${kind.toUpperCase()}`).length > 0)
}
