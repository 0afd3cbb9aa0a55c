import { equal } from '../../../base/equal'
import type { Column } from '../../../schema/table'
import type { ColumnType } from '../../../sql/column-type'

/** What ALTER COLUMN … TYPE costs by itself. */
export interface TypeChange {
  /** Every row is written anew, and every index of the table built anew. */
  readonly rewrites: boolean
  /** The indexes over the column are built anew: they sort in another way. */
  readonly reindexes: boolean
}

/**
 * PostgreSQL leaves the rows as they are where the new type reads the same bytes and takes all values of the old one:
 * its casts say so (`pg_cast.castmethod` is `b`), and its planner knows that a longer length cuts nothing.
 */
export function typeChange(from: Column, to: Column): TypeChange {
  const rewrites = !isReadAs(from.type, to.type)
  return { rewrites, reindexes: rewrites || from.collation !== to.collation || sortsAnew(from.type, to.type) }
}

/** Whether the change is more than a new name for the same bytes. */
export function changesType(from: Column, to: Column): boolean {
  return !equal(from.type, to.type) || from.collation !== to.collation
}

function isReadAs(from: ColumnType, to: ColumnType): boolean {
  if (equal(unsized(from), unsized(to))) return true
  switch (to.kind) {
    case 'varchar':
      return to.length === undefined
        ? isText(from)
        : from.kind === 'varchar' && from.length !== undefined && from.length <= to.length
    case 'text':
    case 'citext':
      return isText(from)
    case 'numeric':
      return from.kind === 'numeric' && from.scale === to.scale && from.precision <= to.precision
    default:
      return false
  }
}

function isText({ kind }: ColumnType): boolean {
  return kind === 'varchar' || kind === 'text' || kind === 'citext'
}

/** Its own order of citext, which text has not. */
function sortsAnew(from: ColumnType, to: ColumnType): boolean {
  return (from.kind === 'citext') !== (to.kind === 'citext')
}

/** PostgreSQL keeps no bounds of an array. */
function unsized(type: ColumnType): ColumnType {
  return type.kind === 'array' ? { kind: 'array', of: unsized(type.of) } : type
}
