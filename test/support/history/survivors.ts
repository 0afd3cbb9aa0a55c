import { columnType } from '../../../src/backends/postgres/column-type'
import { quoteLiteral, quoteName } from '../../../src/backends/postgres/compiler'
import { equal } from '../../../src/base/equal'
import type { Column, Table } from '../../../src/schema/table'
import type { Connection } from '../../../src/sql/connection'
import { statement } from '../../../src/sql/statement'
import type { Moment } from './history'
import { allTables } from './rows'

/** A column of a table that is there at both moments, and was not declared to be another in between. */
interface Survivor {
  readonly was: Column
  readonly is: Column
}

interface SurvivingTable {
  readonly was: Table
  readonly is: Table
  readonly columns: readonly Survivor[]
}

/** What has to hold the same values at both moments. */
export function survivors(was: Moment, is: Moment, back: boolean): readonly SurvivingTable[] {
  const now = new Map(allTables(is.state).map((table) => [is.identities.get(table.key), table]))
  return allTables(was.state).flatMap((table) => {
    const other = now.get(was.identities.get(table.key))
    if (other === undefined) return []
    const columns = table.columns.flatMap((column): readonly Survivor[] => {
      const same = other.columns.find((each) => identityOf(is, other, each) === identityOf(was, table, column))
      return same !== undefined && isComparable(column, same, back) ? [{ was: column, is: same }] : []
    })
    return columns.length === 0 ? [] : [{ was: table, is: other, columns }]
  })
}

/** What is computed follows the rest; and on the way back a type is narrower again, as somebody asked for. */
function isComparable(was: Column, is: Column, back: boolean): boolean {
  if (was.generated !== undefined || is.generated !== undefined) return false
  return !back || equal(was.type, is.type)
}

/** The columns of a table of links are no fields. */
function identityOf({ identities }: Moment, table: Table, column: Column): number | string {
  return identities.get(`${table.key}.${column.key}`) ?? column.key
}

/** Rows as text, by the part of a table that they are read from; in no order. */
export type Values = ReadonlyMap<string, readonly string[]>

export function valuesBefore(connection: Connection, tables: readonly SurvivingTable[]): Promise<Values> {
  return read(connection, tables, ({ was, columns, filled }) => {
    const row = rowSql(columns.map((column) => `${quoteName(column.was.name)}::text`))
    const filter = filled ? ` WHERE ${quoteName(columns[0]?.was.name ?? '')} IS NOT NULL` : ''
    return `${row} FROM ${quoteName(was.name)}${filter}`
  })
}

/** Read as the type that it was: what changed its type for a wider one must give back the same. */
export function valuesAfter(connection: Connection, tables: readonly SurvivingTable[]): Promise<Values> {
  return read(connection, tables, ({ is, columns }) => {
    const values = columns.map((column) => `${quoteName(column.is.name)}::${columnType(column.was.type)}::text`)
    return `${rowSql(values)} FROM ${quoteName(is.name)}`
  })
}

/** Of each part that is not the same: what was there and is not, and what is there and was not. */
export function lostValues(tables: readonly SurvivingTable[], before: Values, after: Values): string[] {
  return tables.flatMap(partsOf).flatMap(({ key, filled }) => {
    const [was, is] = [before.get(key) ?? [], after.get(key) ?? []]
    const lost = without(was, is).map((row) => `${key} lost ${row}`)
    return filled ? lost : [...lost, ...without(is, was).map((row) => `${key} has ${row}, which was not there`)]
  })
}

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return all.filter((each) => {
    const at = left.indexOf(each)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function rowSql(values: readonly string[]): string {
  return `to_jsonb(ARRAY[${values.join(', ')}])::text`
}

interface Part extends SurvivingTable {
  readonly key: string
  /** NULL may not be there any more, and was told to be something else. */
  readonly filled: boolean
}

/** Whole rows, apart from columns whose NULLs were filled: those are looked at one by one. */
function partsOf(table: SurvivingTable): readonly Part[] {
  const filled = table.columns.filter(({ was, is }) => was.nullable && !is.nullable)
  const others = table.columns.filter((column) => !filled.includes(column))
  return [
    ...(others.length === 0 ? [] : [{ ...table, columns: others, key: table.was.name, filled: false }]),
    ...filled.map((column) => ({
      ...table,
      columns: [column],
      key: `${table.was.name}.${column.was.name}`,
      filled: true,
    })),
  ]
}

async function read(
  connection: Connection,
  tables: readonly SurvivingTable[],
  select: (part: Part) => string,
): Promise<Values> {
  const selects = tables.flatMap(partsOf).map((part) => `SELECT ${quoteLiteral(part.key)}, ${select(part)}`)
  const values = new Map<string, string[]>()
  if (selects.length === 0) return values
  const { rows } = await connection.run(statement(selects.join(' UNION ALL ')))
  for (const [key, row] of rows as readonly [string, string][]) values.set(key, [...(values.get(key) ?? []), row])
  return values
}
