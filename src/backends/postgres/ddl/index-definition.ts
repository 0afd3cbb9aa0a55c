import type { IndexPart, Table, TableIndex } from '../../../schema/table'
import { quoteName } from '../compiler'
import { collationName } from './column'
import { columnList, words } from './constraint'
import { conditionSql, expressionSql } from './expression'

export interface IndexBuild {
  readonly concurrently?: boolean
  /** Without the parts of the table. */
  readonly only?: boolean
}

/** `CREATE INDEX "name" ON "table" …` */
export function createIndex(
  table: Table,
  index: TableIndex,
  { concurrently = false, only = false }: IndexBuild = {},
): string {
  const { unique, name, method, parts, include, nullsDistinct, parameters, tablespace, condition } = index
  const storage = Object.entries(parameters).map(([key, value]) => `${key} = ${parameterSql(value)}`)
  return words(
    'CREATE',
    unique && 'UNIQUE',
    'INDEX',
    concurrently && 'CONCURRENTLY',
    quoteName(name),
    `ON ${only ? 'ONLY ' : ''}${quoteName(table.name)}`,
    method !== 'btree' && `USING ${method}`,
    `(${parts.map((part) => partSql(table, part)).join(', ')})`,
    include && `INCLUDE (${columnList(table, include)})`,
    nullsDistinct === false && 'NULLS NOT DISTINCT',
    storage.length > 0 && `WITH (${storage.join(', ')})`,
    tablespace && `TABLESPACE ${quoteName(tablespace)}`,
    condition && `WHERE ${conditionSql(condition, table)}`,
  )
}

function partSql(table: Table, { expression, collation, opclass, descending, nulls }: IndexPart): string {
  const sql = expressionSql(expression, table)
  return words(
    expression.kind === 'field' ? sql : `(${sql})`,
    collation && `COLLATE ${collationName(collation)}`,
    opclass,
    descending && 'DESC',
    nulls && `NULLS ${nulls.toUpperCase()}`,
  )
}

function parameterSql(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}
