import type { Demand } from '../../../schema/demand'
import type { Column, Foreign, Table, TableConstraint, TableIndex } from '../../../schema/table'
import { columnOfTable } from '../../../schema/table'
import type { TableChange } from '../../../schema/table-change'
import { columnType } from '../column-type'
import { quoteName } from '../compiler'
import { defaultSql } from './column'
import { conditionSql, expressionSql } from './expression'
import { misfit } from './misfit'
import { isVolatile } from './volatile'

export interface DemandOptions {
  /** Of PostgreSQL: 18. */
  readonly version: number
  /** All that are made together. */
  readonly changes: readonly TableChange[]
}

/** What a change asks of the rows that are there, as far as a query can tell. */
export function demandsOf(change: TableChange, { version, changes }: DemandOptions): readonly Demand[] {
  const { table } = change
  switch (change.kind) {
    case 'add-column':
      return change.fill === undefined && needsValue(change.column) ? [noValueFor(table, change.column)] : []
    case 'alter-column':
      return [...fitting(table, change.from, change.to, change.values, version), ...filled(table, change)]
    case 'add-constraint':
      return change.validate ? constraintDemands(table, change.constraint, changes) : []
    case 'add-index':
      return change.index.unique ? [unique(table, change.index)] : []
    case 'create-table':
    case 'drop-table':
    case 'drop-column':
    case 'drop-constraint':
    case 'drop-index':
    case 'rename-table':
    case 'rename-column':
    case 'rename-sequence':
    case 'rename-constraint':
    case 'rename-index':
    case 'move-table':
    case 'move-index':
    case 'comment-table':
    case 'row-level-security':
      return []
  }
}

function needsValue({ nullable, default: given, identity, generated }: Column): boolean {
  return !nullable && given === undefined && identity === undefined && generated === undefined
}

function noValueFor(table: Table, { name }: Column): Demand {
  return demand(table, 'TRUE', `no value for the new column ${name}, which has no default`)
}

type Alter = Extract<TableChange, { kind: 'alter-column' }>

function filled(table: Table, { from, to, fill }: Alter): readonly Demand[] {
  const isAsked = from.nullable && !to.nullable && to.generated === undefined
  if (!isAsked || (fill ?? to.default) !== undefined) return []
  return [noNull(table, to)]
}

function noNull(table: Table, { name }: Column): Demand {
  return demand(table, `${quoteName(name)} IS NULL`, `no value in ${name}`)
}

/** Texts that become others are not what they are now. */
function fitting(table: Table, from: Column, to: Column, values: Alter['values'], version: number): readonly Demand[] {
  if (values !== undefined && values.size > 0) return []
  const condition = misfit(from.type, to.type, quoteName(to.name), version)
  if (condition === undefined) return []
  return [demand(table, condition, `a value in ${to.name} that does not fit ${columnType(to.type)}`)]
}

function constraintDemands(
  table: Table,
  constraint: TableConstraint,
  changes: readonly TableChange[],
): readonly Demand[] {
  switch (constraint.kind) {
    case 'check': {
      const wrong = `values that the check ${constraint.name} does not allow`
      return [demand(table, `(${conditionSql(constraint.condition, table)}) IS FALSE`, wrong)]
    }
    case 'foreign':
      return [orphans(table, constraint)]
    case 'primary':
    case 'unique': {
      const columns = constraint.columns.map((key) => columnOfTable(table, key))
      const nullsDistinct = constraint.kind === 'primary' || constraint.nullsDistinct !== false
      const terms = columns.flatMap((column) => termOf(table, column, changes) ?? [])
      const nulls = constraint.kind === 'primary' ? columns.filter(({ nullable }) => nullable) : []
      return [
        ...nulls.map((column) => noNull(table, column)),
        ...(terms.length < columns.length ? [] : [same(table, terms, { name: constraint.name, nullsDistinct })]),
      ]
    }
    case 'exclusion':
      return []
  }
}

/** A column, or what every row will have in one that is new; undefined: each has a value of its own. */
function termOf(table: Table, column: Column, changes: readonly TableChange[]): string | undefined {
  const added = changes.find(
    (change) => change.kind === 'add-column' && change.table.key === table.key && change.column.key === column.key,
  )
  if (added?.kind !== 'add-column') return quoteName(column.name)
  if (column.identity !== undefined || column.generated !== undefined) return undefined
  const value = added.fill ?? column.default
  if (value === undefined) return 'NULL'
  return isVolatile(value) ? undefined : defaultSql(table, column, value)
}

function unique(table: Table, { name, parts, condition, nullsDistinct }: TableIndex): Demand {
  const terms = parts.map(({ expression }) => expressionSql(expression, table))
  const where = condition && conditionSql(condition, table)
  return same(table, terms, { name, where, nullsDistinct: nullsDistinct !== false })
}

interface Sameness {
  readonly name: string
  readonly where?: string | undefined
  readonly nullsDistinct: boolean
}

/** Rows that have a twin. */
function same(table: Table, terms: readonly string[], { name, where, nullsDistinct }: Sameness): Demand {
  const conditions = [
    ...(where === undefined ? [] : [`(${where})`]),
    ...(nullsDistinct ? terms.map((term) => `(${term}) IS NOT NULL`) : []),
  ]
  const counted = `SELECT *, count(*) OVER (PARTITION BY ${terms.join(', ')}) AS strata_same FROM ${quoteName(table.name)}`
  return {
    ...named(table),
    rows: `SELECT * FROM (${counted}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}) AS counted WHERE strata_same > 1`,
    wrong: `a twin in what ${name} wants unique`,
  }
}

function orphans(table: Table, { name, columns, targetNames }: Foreign): Demand {
  const own = columns.map((key) => quoteName(columnOfTable(table, key).name))
  const pairs = targetNames.columns.map((column, i) => `target.${quoteName(column)} = referring.${own[i]}`)
  const refers = own.map((column) => `referring.${column} IS NOT NULL`).join(' AND ')
  return {
    ...named(table),
    rows: `SELECT * FROM ${quoteName(table.name)} AS referring WHERE ${refers} AND NOT EXISTS (SELECT FROM ${quoteName(targetNames.table)} AS target WHERE ${pairs.join(' AND ')})`,
    wrong: `no row of ${targetNames.table} to refer to, as ${name} wants`,
  }
}

function demand(table: Table, condition: string, wrong: string): Demand {
  return { ...named(table), rows: `SELECT * FROM ${quoteName(table.name)} WHERE ${condition}`, wrong }
}

/** A row is named by its key. */
function named(table: Table): Pick<Demand, 'of' | 'table' | 'key'> {
  const primary = table.constraints.find(({ kind }) => kind === 'primary')
  const keys = primary !== undefined && 'columns' in primary ? primary.columns : []
  return { of: 'rows', table: table.name, key: keys.map((key) => columnOfTable(table, key).name) }
}
