import type { ColumnType } from '../../sql/column-type'
import { qualifiedName } from './compiler'

/** No default branch: a ColumnType that PostgreSQL cannot spell does not compile. */
export function columnType(type: ColumnType): string {
  switch (type.kind) {
    case 'varchar':
      return type.length === undefined ? 'varchar' : `varchar(${type.length})`
    case 'numeric':
      return `numeric(${type.precision}, ${type.scale})`
    case 'array':
      return arrayType(type.of, `[${type.size ?? ''}]`)
    case 'named':
      return qualifiedName(type.name) + (type.modifiers ?? '')
    case 'timestamptz':
      return 'timestamp with time zone'
    case 'float8':
      return 'double precision'
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'boolean':
    case 'text':
    case 'uuid':
    case 'json':
    case 'jsonb':
    case 'bytea':
    case 'date':
    case 'time':
    case 'interval':
    case 'inet':
    case 'hstore':
    case 'citext':
    case 'tsvector':
    case 'int4range':
    case 'int8range':
    case 'numrange':
    case 'daterange':
    case 'tstzrange':
      return type.kind
  }
}

/** The bounds of the inner array are written first: `integer[3][4]`. */
function arrayType(of: ColumnType, bounds: string): string {
  return columnType(of) + bounds
}

/** The word without its length: two types with the same one need no USING. */
export function baseType(type: ColumnType): string {
  return columnType(type).replace(/\(.*?\)/g, '')
}
