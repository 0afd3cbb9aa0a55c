import type { Action } from '../action'
import { columnDefinition, constraintFacts } from './definitions'
import { columnsIn } from './expressions'
import type { CreateStmt, IndexStmt } from './nodes'
import { relationName } from './nodes'

export function createTable(statement: CreateStmt): readonly Action[] {
  const { relation, tableElts = [], inhRelations = [], partbound, partspec } = statement
  const table = relationName(relation)
  const definitions = tableElts.flatMap(({ ColumnDef: def }) => (def ? [columnDefinition(table, def)] : []))
  const own = tableElts.flatMap(
    ({ Constraint: constraint }) => (constraint && constraintFacts(table, constraint)) ?? [],
  )
  const [parent] = inhRelations
  return [
    {
      kind: 'create-table',
      table,
      columns: definitions.map(({ column }) => column),
      constraints: [...definitions.flatMap(({ constraints }) => constraints), ...own],
      temporary: relation.relpersistence === 't',
      partitionOf: partbound && parent && relationName(parent.RangeVar),
      isDefault: partbound?.is_default === true,
      partitionKey: partspec?.partParams?.flatMap(({ PartitionElem: { name } }) => name ?? []),
      unlogged: relation.relpersistence === 'u',
      ifNotExists: statement.if_not_exists === true,
      like: tableElts.flatMap(({ TableLikeClause: like }) => (like ? [relationName(like.relation)] : [])),
      inherits: partbound === undefined ? inhRelations.map(({ RangeVar: each }) => relationName(each)) : [],
    },
  ]
}

export function createIndex(statement: IndexStmt): readonly Action[] {
  const { idxname, relation, indexParams, whereClause } = statement
  const table = relationName(relation)
  const columns = indexParams.flatMap(({ IndexElem: { name, expr } }) => name ?? columnsIn(expr))
  const overExpression = indexParams.some(({ IndexElem: { expr } }) => expr !== undefined)
  return [
    {
      kind: 'create-index',
      table,
      index: {
        name: idxname ?? [table, ...columns, 'idx'].join('_'),
        unique: statement.unique === true,
        columns,
        plain: whereClause === undefined && !overExpression,
      },
      concurrently: statement.concurrent === true,
      ifNotExists: statement.if_not_exists === true,
      only: relation.inh !== true,
      parts: indexParams.length,
      overExpression,
    },
  ]
}
