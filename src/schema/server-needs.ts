import type { ServerNeed } from './step'
import type { Column, Table, TableConstraint, TableIndex } from './table'

/** Versions of PostgreSQL from which on it has what older ones lack. */
export const since = { virtualColumns: 18, nullsNotDistinct: 15 } as const

export function columnNeed(table: Table, { name, generated }: Column): ServerNeed | undefined {
  if (generated === undefined || generated.stored) return undefined
  return { version: since.virtualColumns, what: `the virtual column ${table.name}.${name}` }
}

/** An index, or a constraint that is one. */
export function indexNeed(part: TableConstraint | TableIndex): ServerNeed | undefined {
  if (!('nullsDistinct' in part) || part.nullsDistinct !== false) return undefined
  return { version: since.nullsNotDistinct, what: `${part.name}, to which two NULLs are equal` }
}

/** Of all parts of a table that is created, the one that needs the latest version. */
export function tableNeed(table: Table): ServerNeed | undefined {
  const needs = [...table.columns.map((column) => columnNeed(table, column)), ...table.constraints.map(indexNeed)]
  return needs.filter((need) => need !== undefined).sort((a, b) => b.version - a.version)[0]
}
