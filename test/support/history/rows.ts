import { quoteName } from '../../../src/backends/postgres/compiler'
import { defaultSql } from '../../../src/backends/postgres/ddl/column'
import { optionsOf } from '../../../src/fields/field'
import type { Column, Foreign, Table } from '../../../src/schema/table'
import { tablesOf } from '../../../src/schema/tables-of'
import type { ProjectState } from '../../../src/state/project-state'
import { samplesOf } from './columns'

export function allTables(state: ProjectState): readonly Table[] {
  return [...state.models()].flatMap((model) => tablesOf(state, model))
}

/**
 * A script that puts a few rows into every table. A row that some constraint does not like is left out, so it goes
 * around twice: for the tables that others had to be filled for.
 */
export function rowsScript(state: ProjectState, seed: number): string {
  const random = randomFrom(seed)
  const tables = allTables(state)
  const inserts = [...tables, ...tables].flatMap((table) =>
    Array.from({ length: random(4) }, () => `BEGIN ${insert(table, random)}; EXCEPTION WHEN OTHERS THEN NULL; END;`),
  )
  return `DO $rows$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; ${inserts.join('\n')} END $rows$`
}

export type Random = (below: number) => number

/** Small and the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = seed % 2147483647
  return (below) => {
    state = (state * 48271 + 11) % 2147483647
    return state % below
  }
}

export function insert(table: Table, random: Random): string {
  const columns = table.columns.filter(isGiven)
  if (columns.length === 0) return `INSERT INTO ${quoteName(table.name)} DEFAULT VALUES`
  const names = columns.map(({ name }) => quoteName(name)).join(', ')
  const values = columns.map((column) => valueSql(table, column, random)).join(', ')
  return `INSERT INTO ${quoteName(table.name)} (${names}) VALUES (${values})`
}

/** Whether who writes a row says what it holds. */
export function isGiven({ identity, generated }: Column): boolean {
  return identity === undefined && generated === undefined
}

export function valueSql(table: Table, column: Column, random: Random): string {
  if (column.nullable && random(4) === 0) return 'NULL'
  const foreign = table.constraints.find(
    (each): each is Foreign => each.kind === 'foreign' && each.columns[0] === column.key,
  )
  if (foreign !== undefined) return anyKey(foreign, random)
  const samples = samplesOf(column.holds)
  const sample = samples[random(Math.max(1, samples.length))]
  if (sample === undefined) return 'DEFAULT'
  return defaultSql(table, column, { kind: 'param', value: column.holds.type.toDb(sample, optionsOf(column.holds)) })
}

function anyKey({ targetNames: { table, columns } }: Foreign, random: Random): string {
  const key = quoteName(columns[0] ?? '')
  return `(SELECT ${key} FROM ${quoteName(table)} ORDER BY ${key} OFFSET ${random(3)} LIMIT 1)`
}
