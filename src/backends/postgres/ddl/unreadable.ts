import type { ColumnType } from '../../../sql/column-type'
import { columnType } from '../column-type'
import { quoteLiteral } from '../compiler'

/** Since PostgreSQL 16 one can ask whether a text can be read as a value of a type. */
const asksOfTexts = 16

/** The condition of texts that cannot be read as values of the type; undefined: no query tells. */
export function unreadable(to: ColumnType, name: string, version: number): string | undefined {
  if (version >= asksOfTexts) return `NOT pg_input_is_valid(${name}::text, ${quoteLiteral(columnType(to))})`
  const text = `btrim(${name}::text, E' \\t\\n\\v\\f\\r')`
  switch (to.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return asNumber(text, '[+-]?\\d{1,255}', `NOT BETWEEN ${limits[to.kind].join(' AND ')}`)
    case 'numeric': {
      const isTooLarge = `NOT BETWEEN -(${largest(to)}) AND ${largest(to)}`
      const isNumber = asNumber(text, '[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d{1,3})?', isTooLarge, to.scale)
      return `lower(${text}) <> 'nan' AND ${isNumber}`
    }
    case 'boolean':
      return `lower(${text}) !~ '^(t(r(ue?)?)?|f(a(l(se?)?)?)?|y(es?)?|no?|on|off?|1|0)$'`
    case 'uuid':
      return `translate(${name}::text, '{}-', '') !~* '^[0-9a-f]{32}$'`
    default:
      return undefined
  }
}

/** The least and the greatest value of the integers. */
export const limits = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
} as const

function largest({ precision, scale }: Extract<ColumnType, { kind: 'numeric' }>): string {
  return `10::numeric ^ ${precision - scale} - 10::numeric ^ -${scale}`
}

/** CASE, so that only what reads as a number is made one. */
function asNumber(text: string, pattern: string, isOut: string, scale?: number): string {
  const number = scale === undefined ? `${text}::numeric` : `round(${text}::numeric, ${scale})`
  return `CASE WHEN ${text} ~* '^${pattern}$' THEN ${number} ${isOut} ELSE TRUE END`
}
