import { FieldValueError } from '../fields/errors'
import type { Field } from '../fields/field'
import { optionsOf } from '../fields/field'
import type { ColumnType } from '../sql/column-type'
import type { Param } from '../sql/query'
import type { SqlParam } from '../sql/statement'

/** A value on its way to a column. `name` is what errors call the field. */
export function paramFor(value: unknown, field: Field | undefined, type: ColumnType | undefined, name: string): Param {
  if (value === null || value === undefined) return { kind: 'param', value: null }
  const param = field === undefined ? plainParam(value) : fieldParam(value, field, name)
  if (type?.kind === 'numeric') return { kind: 'param', value: param, numeric: true }
  // Written into DDL, `100` would be an integer that is cast for each row; `100.0` is what Django writes.
  if (type?.kind === 'float8' && Number.isInteger(param))
    return { kind: 'param', value: `${String(param)}.0`, numeric: true }
  return { kind: 'param', value: param }
}

function fieldParam(value: unknown, field: Field, name: string): SqlParam {
  try {
    return field.type.toDb(value, optionsOf(field))
  } catch (error) {
    throw error instanceof FieldValueError ? error.of(name) : error
  }
}

/** A value that no field speaks for: `Value(…)` in an expression. */
export function plainParam(value: unknown): SqlParam {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array || typeof value !== 'object') return value as SqlParam
  return JSON.stringify(value)
}
