import type { Field } from '../fields/field'
import { optionsOf } from '../fields/field'
import type { ColumnType } from '../sql/column-type'
import type { Param } from '../sql/query'
import type { SqlParam } from '../sql/statement'

/** A value on its way to a column. */
export function paramFor(value: unknown, field: Field | undefined, type: ColumnType | undefined): Param {
  if (value === null || value === undefined) return { kind: 'param', value: null }
  const param = field === undefined ? plainParam(value) : field.type.toDb(value, optionsOf(field))
  if (type?.kind === 'numeric') return { kind: 'param', value: param, numeric: true }
  // Written into DDL, `100` would be an integer that is cast for each row; `100.0` is what Django writes.
  if (type?.kind === 'float8' && Number.isInteger(param))
    return { kind: 'param', value: `${String(param)}.0`, numeric: true }
  return { kind: 'param', value: param }
}

/** A value that no field speaks for: `Value(…)` in an expression. */
export function plainParam(value: unknown): SqlParam {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array || typeof value !== 'object') return value as SqlParam
  return JSON.stringify(value)
}
