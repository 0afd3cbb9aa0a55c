import type { Join, Order, SelectQuery, Test } from '../../../sql/query'
import { quoteName } from './quote'
import { writeTerm, writeTest } from './term'
import type { Writer } from './writer'

export function writeSelect(query: SelectQuery, writer: Writer): string {
  const parts = [
    `SELECT ${query.distinct ? 'DISTINCT ' : ''}${writeSelected(query, writer)}`,
    `FROM ${writeFrom(query)}`,
    ...query.joins.map((join) => writeJoin(join, writer)),
    ...writeWhere(query.where, writer),
  ]
  if (query.groupBy?.length) parts.push(`GROUP BY ${query.groupBy.map((term) => writeTerm(term, writer)).join(', ')}`)
  if (query.having !== undefined) parts.push(`HAVING ${writeTest(query.having, writer)}`)
  if (query.orderBy.length > 0)
    parts.push(`ORDER BY ${query.orderBy.map((each) => writeOrder(each, writer)).join(', ')}`)
  if (query.limit !== undefined) parts.push(`LIMIT ${rowCount(query.limit)}`)
  if (query.offset !== undefined) parts.push(`OFFSET ${rowCount(query.offset)}`)
  return parts.join(' ')
}

export function writeWhere(where: Test | undefined, writer: Writer): readonly string[] {
  return where === undefined ? [] : [`WHERE ${writeTest(where, writer)}`]
}

function writeSelected({ selected }: SelectQuery, writer: Writer): string {
  if (selected.length === 0) return '1'
  return selected
    .map(({ term, as }) =>
      as === undefined ? writeTerm(term, writer) : `${writeTerm(term, writer)} AS ${quoteName(as)}`,
    )
    .join(', ')
}

function writeFrom({ table, alias }: { readonly table: string; readonly alias?: string | undefined }): string {
  return alias === undefined || alias === table ? quoteName(table) : `${quoteName(table)} ${quoteName(alias)}`
}

function writeJoin(join: Join, writer: Writer): string {
  return `${join.kind === 'inner' ? 'INNER' : 'LEFT OUTER'} JOIN ${writeFrom(join)} ON (${writeTest(join.on, writer)})`
}

function writeOrder({ term, descending, nulls }: Order, writer: Writer): string {
  const place = nulls === undefined ? '' : ` NULLS ${nulls === 'first' ? 'FIRST' : 'LAST'}`
  return `${writeTerm(term, writer)} ${descending ? 'DESC' : 'ASC'}${place}`
}

/** Written into the text, so it must be a number and nothing else. */
function rowCount(count: number): string {
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`${count} is not a number of rows`)
  return String(count)
}
