import type { ColumnType } from '../sql/column-type'
import type { ColumnDefault } from './table'

/**
 * What a required column that comes back gets in rows that lost its value: nothing at all, as far as its type can say
 * so. undefined: no value of the type means that.
 */
export function emptyValue(type: ColumnType): ColumnDefault | undefined {
  const value = emptyText(type)
  return value === undefined ? undefined : { kind: 'param', value }
}

function emptyText(type: ColumnType): string | undefined {
  switch (type.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'float8':
      return '0'
    case 'boolean':
      return 'false'
    case 'text':
    case 'varchar':
    case 'citext':
    case 'tsvector':
    case 'hstore':
    case 'bytea':
      return ''
    case 'array':
    case 'json':
    case 'jsonb':
      return '{}'
    case 'uuid':
      return '00000000-0000-0000-0000-000000000000'
    case 'date':
    case 'timestamptz':
      return 'epoch'
    case 'time':
      return '00:00'
    case 'interval':
      return '0'
    case 'inet':
      return '0.0.0.0'
    case 'int4range':
    case 'int8range':
    case 'numrange':
    case 'daterange':
    case 'tstzrange':
      return 'empty'
    case 'named':
      return undefined
  }
}
