import { quoteName } from '../../../src/backends/postgres/compiler'
import type { Column, Table } from '../../../src/schema/table'
import type { ProjectState } from '../../../src/state/project-state'
import { allTables, insert, isGiven, type Random, randomFrom, valueSql } from './rows'

/**
 * What code of a release reads and writes, a statement each. What takes no NULL in the release that comes `next` gets
 * none: who makes a column NOT NULL has stopped to write one.
 */
export function usesOf(state: ProjectState, next: ProjectState, seed: number): readonly string[] {
  const random = randomFrom(seed)
  const full = new Set(
    allTables(next).flatMap((table) =>
      table.columns.filter(({ nullable }) => !nullable).map((column) => pathOf(table, column)),
    ),
  )
  return allTables(state).flatMap((table) => {
    const columns = table.columns.map((column) => ({
      ...column,
      nullable: column.nullable && !full.has(pathOf(table, column)),
    }))
    return usesOfTable({ ...table, columns }, random)
  })
}

function pathOf(table: Table, column: Column): string {
  return `${table.name}.${column.name}`
}

/** Of a row they take the first one by its key, so that it is the same one whatever others do. */
function usesOfTable(table: Table, random: Random): readonly string[] {
  const name = quoteName(table.name)
  const primary = table.constraints.find((each) => each.kind === 'primary')
  const key = table.columns
    .filter((column) => primary?.columns.includes(column.key))
    .map(quoted)
    .join(', ')
  const one = `(${key}) = (SELECT ${key} FROM ${name} ORDER BY ${key} LIMIT 1)`
  const updates = table.columns
    .filter(isGiven)
    .flatMap((column) => [
      `UPDATE ${name} SET ${quoted(column)} = ${quoted(column)}`,
      `UPDATE ${name} SET ${quoted(column)} = ${valueSql(table, column, random)} WHERE ${one}`,
    ])
  return [
    `SELECT ${table.columns.map(quoted).join(', ')} FROM ${name}`,
    ...Array.from({ length: 3 }, () => insert(table, random)),
    ...updates,
    `DELETE FROM ${name} WHERE ${one}`,
  ]
}

function quoted({ name }: Column): string {
  return quoteName(name)
}
