import type { ColumnType } from '../../../sql/column-type'
import { limits, unreadable } from './unreadable'

/** The condition of values that the new type cannot hold; undefined: all fit, or no query tells. */
export function misfit(from: ColumnType, to: ColumnType, name: string, version: number): string | undefined {
  switch (to.kind) {
    case 'varchar':
      // Blanks at the end are cut without a word.
      return to.length !== undefined && isText(from) && !(lengthOf(from) <= to.length)
        ? `char_length(rtrim(${name}::text, ' ')) > ${to.length}`
        : undefined
    case 'numeric':
      return isNumber(from) && !isNarrower(from, to)
        ? `abs(round(${name}::numeric, ${to.scale})) >= 10::numeric ^ ${to.precision - to.scale}`
        : unreadableText(from, to, name, version)
    case 'smallint':
    case 'integer':
    case 'bigint':
      return isNumber(from) && !(digits(from) <= digits(to))
        ? `round(${name}::numeric) NOT BETWEEN ${limits[to.kind].join(' AND ')}`
        : unreadableText(from, to, name, version)
    default:
      return unreadableText(from, to, name, version)
  }
}

function unreadableText(from: ColumnType, to: ColumnType, name: string, version: number): string | undefined {
  return isText(from) && !isText(to) ? unreadable(to, name, version) : undefined
}

function isText({ kind }: ColumnType): boolean {
  return kind === 'varchar' || kind === 'text' || kind === 'citext'
}

function lengthOf(type: ColumnType): number {
  return (type.kind === 'varchar' ? type.length : undefined) ?? Number.POSITIVE_INFINITY
}

function isNumber({ kind }: ColumnType): boolean {
  return kind === 'numeric' || kind === 'float8' || kind in limits
}

/** Whether every value of the one has no more digits before the point than the other holds. */
function isNarrower(from: ColumnType, to: Extract<ColumnType, { kind: 'numeric' }>): boolean {
  // Rounded to fewer decimals, a value may grow by a digit.
  return from.kind === 'numeric' && from.scale <= to.scale && digits(from) <= to.precision - to.scale
}

function digits(type: ColumnType): number {
  switch (type.kind) {
    case 'smallint':
      return 5
    case 'integer':
      return 10
    case 'bigint':
      return 19
    case 'numeric':
      return type.precision - type.scale
    default:
      return Number.POSITIVE_INFINITY
  }
}
