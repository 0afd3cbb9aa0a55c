import type { DeleteQuery, InsertedValue, InsertQuery, UpdateQuery } from '../../../sql/query'
import { quoteName } from './quote'
import { writeWhere } from './select'
import { writeTerm } from './term'
import type { Writer } from './writer'

export function writeInsert(query: InsertQuery, writer: Writer): string {
  const parts = [`INSERT INTO ${quoteName(query.table)}`]
  if (query.columns.length === 0) parts.push('DEFAULT VALUES')
  else parts.push(...columnsOf(query), `VALUES ${query.rows.map((row) => writeRow(row, writer)).join(', ')}`)
  return [...parts, ...writeConflict(query), ...writeReturning(query.returning)].join(' ')
}

function columnsOf({ columns, overriding }: InsertQuery): readonly string[] {
  return [`(${names(columns)})`, ...(overriding ? ['OVERRIDING SYSTEM VALUE'] : [])]
}

function writeRow(row: readonly InsertedValue[], writer: Writer): string {
  return `(${row.map((value) => (value.kind === 'default' ? 'DEFAULT' : writeTerm(value, writer))).join(', ')})`
}

function writeConflict({ onConflict }: InsertQuery): readonly string[] {
  switch (onConflict?.kind) {
    case undefined:
      return []
    case 'ignore':
      return ['ON CONFLICT DO NOTHING']
    case 'update': {
      const set = onConflict.columns.map((column) => `${quoteName(column)} = EXCLUDED.${quoteName(column)}`)
      return [`ON CONFLICT (${names(onConflict.target)}) DO UPDATE SET ${set.join(', ')}`]
    }
  }
}

export function writeUpdate({ table, set, where, returning }: UpdateQuery, writer: Writer): string {
  const changes = set.map(({ column, term }) => `${quoteName(column)} = ${writeTerm(term, writer)}`)
  const parts = [`UPDATE ${quoteName(table)} SET ${changes.join(', ')}`, ...writeWhere(where, writer)]
  return [...parts, ...writeReturning(returning ?? [])].join(' ')
}

export function writeDelete({ table, where }: DeleteQuery, writer: Writer): string {
  return [`DELETE FROM ${quoteName(table)}`, ...writeWhere(where, writer)].join(' ')
}

function writeReturning(columns: readonly string[]): readonly string[] {
  return columns.length === 0 ? [] : [`RETURNING ${names(columns)}`]
}

function names(columns: readonly string[]): string {
  return columns.map(quoteName).join(', ')
}
