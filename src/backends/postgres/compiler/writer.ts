import type { Param, SelectQuery } from '../../../sql/query'
import type { SqlParam } from '../../../sql/statement'
import { quoteLiteral } from './quote'

/** What differs between a statement with parameters and SQL that stands alone. */
export interface Writer {
  param(param: Param): string
  /** Whether columns are written with their tables. */
  readonly qualified: boolean
  select(query: SelectQuery): string
}

/** Collects the values and writes `$1`, `$2` … */
export function parameterWriter(params: SqlParam[], select: Writer['select']): Writer {
  return {
    param: ({ value, type }) => {
      params.push(value)
      return type === undefined ? `$${params.length}` : `$${params.length}::${type}`
    },
    qualified: true,
    select,
  }
}

/** Writes the values themselves, for statements that take no parameters: DDL, and SQL that a person reads. */
export function literalWriter(qualified: boolean, select: Writer['select']): Writer {
  return { param: writtenParam, qualified, select }
}

const NUMBER = /^-?\d+(\.\d+)?$/

function writtenParam({ value, type, numeric }: Param): string {
  const written = numeric && typeof value === 'string' && NUMBER.test(value) ? value : quoteLiteral(value)
  if (type === undefined) return written
  // `-1::integer` is minus the cast.
  return written.startsWith('-') ? `(${written})::${type}` : `${written}::${type}`
}
