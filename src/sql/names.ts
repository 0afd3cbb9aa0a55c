import { shortDigest } from '../base/digest'
import { snakeCase } from '../base/text'

/**
 * The names of everything in the database, computed from their parts: those that a fresh Django 5.2 project gives,
 * and where Django leaves one to PostgreSQL, those that PostgreSQL gives. So a plan needs no database, and a migrated
 * schema equals a fresh one to the letter.
 */

/** PostgreSQL keeps the first 63 bytes of an identifier. */
export const maxNameBytes = 63

export function byteLength(name: string): number {
  return Buffer.byteLength(name, 'utf8')
}

/** Whether PostgreSQL keeps the whole of it. Most names are such that no count of their bytes is needed. */
export function fits(name: string): boolean {
  if (name.length * 3 <= maxNameBytes) return true
  return name.length <= maxNameBytes && (/^\w*$/.test(name) || byteLength(name) <= maxNameBytes)
}

/** The longest beginning of `name` that fits, never ending inside a character. */
export function clip(name: string, bytes: number): string {
  if (byteLength(name) <= bytes) return name
  let clipped = ''
  let used = 0
  for (const character of name) {
    used += byteLength(character)
    if (used > bytes) break
    clipped += character
  }
  return clipped
}

/** A name that is too long keeps its beginning and ends in four digits of its digest. */
function fitted(name: string): string {
  return fits(name) ? name : clip(name, maxNameBytes - 4) + shortDigest([name], 4)
}

export function tableName(app: string, model: string): string {
  return fitted(`${app}_${model.toLowerCase()}`)
}

/** The table of a many-to-many field without a model of its own. */
export function linkTableName(ownerTable: string, field: string): string {
  return fitted(`${ownerTable}_${snakeCase(field)}`)
}

export function columnName(field: string): string {
  return snakeCase(field)
}

function shortenedParts(table: string, columns: readonly string[], suffix: string): string {
  const digest = shortDigest([table, ...columns], 8)
  const joined = columns.join('_')
  const whole = `${table}_${joined}_${digest}${suffix}`
  if (fits(whole)) return whole
  // Django counts characters, and PostgreSQL keeps what fits; unless that loses what tells the name from others.
  const parts = { table, joined, ending: `${digest}${suffix}` }
  const likeDjango = clip(shortened(parts, characters, firstCharacters), maxNameBytes)
  return likeDjango.includes(digest) ? likeDjango : shortened(parts, byteLength, clip)
}

interface NameParts {
  readonly table: string
  readonly joined: string
  readonly ending: string
}

function shortened(
  { table, joined, ending: long }: NameParts,
  size: (text: string) => number,
  cut: (text: string, length: number) => string,
): string {
  const whole = `${table}_${joined}_${long}`
  if (size(whole) <= maxNameBytes) return whole
  const ending = size(long) > maxNameBytes / 3 ? cut(long, maxNameBytes / 3) : long
  const other = Math.floor((maxNameBytes - size(ending)) / 2) - 1
  const name = `${cut(table, other)}_${cut(joined, other)}_${ending}`
  return /^[_0-9]/.test(name) ? `D${cut(name, size(name) - 1)}` : name
}

function characters(text: string): number {
  return [...text].length
}

function firstCharacters(text: string, length: number): string {
  return [...text].slice(0, length).join('')
}

/** The index of a field with `dbIndex`, or of a foreign key. */
export function fieldIndexName(table: string, column: string): string {
  return shortenedParts(table, [column], '')
}

export function foreignKeyName(table: string, column: string, targetTable: string, targetColumn: string): string {
  return shortenedParts(table, [column], `_fk_${targetTable}_${targetColumn}`)
}

/** A unique constraint of several columns that has no name of its own: `uniqueTogether`, many-to-many tables. */
export function uniqueTogetherName(table: string, columns: readonly string[]): string {
  return shortenedParts(table, columns, '_uniq')
}

/** An index of the Meta options without a name: short, as Django's, so that it fits other databases as well. */
export function metaIndexName(
  table: string,
  columns: readonly { name: string; descending: boolean }[],
  suffix: string,
): string {
  const [first] = columns
  const hashed = columns.map(({ name, descending }) => (descending ? `-${name}` : name))
  const ending = `${shortDigest([table, ...hashed, suffix], 6)}_${suffix}`
  const start = `${firstCharacters(table, 11)}_${firstCharacters(first?.name ?? '', 7)}`
  const name = `${clip(start, maxNameBytes - byteLength(ending) - 1)}_${ending}`
  return /^[_0-9]/.test(name) ? `D${name.slice(1)}` : name
}

/**
 * PostgreSQL's own rule for the names it makes (`makeObjectName`): the longer of table and column loses bytes until
 * `table_column_label` fits.
 */
function objectName(table: string, column: string | undefined, label: string): string {
  const whole = column === undefined ? `${table}_${label}` : `${table}_${column}_${label}`
  if (fits(whole)) return whole
  const overhead = label.length + 1 + (column === undefined ? 0 : 1)
  let tableBytes = byteLength(table)
  let columnBytes = column === undefined ? 0 : byteLength(column)
  while (tableBytes + columnBytes > maxNameBytes - overhead) {
    if (tableBytes > columnBytes) tableBytes--
    else columnBytes--
  }
  const parts = [clip(table, tableBytes), ...(column === undefined ? [] : [clip(column, columnBytes)]), label]
  return parts.join('_')
}

export type DerivedLabel = 'pkey' | 'key' | 'check' | 'seq'

/** What PostgreSQL makes of such a name that is taken: `…_seq1`, `…_seq2`. */
export function derivedName(table: string, column: string | undefined, label: DerivedLabel, nth: number): string {
  return objectName(table, column, nth === 0 ? label : `${label}${nth}`)
}

export const primaryKeyName = (table: string): string => objectName(table, undefined, 'pkey')
/** A field with `unique`. */
export const uniqueName = (table: string, column: string): string => objectName(table, column, 'key')
/** The check that a field brings along, as `>= 0` of the positive ones. */
export const fieldCheckName = (table: string, column: string): string => objectName(table, column, 'check')
export const sequenceName = (table: string, column: string): string => objectName(table, column, 'seq')
/** What one partition has of an index of the whole table. */
export const partitionIndexName = (partition: string, index: string): string => fitted(`${partition}_${index}`)
/**
 * Of something that is gone when the change is done; with a column of that name, of nothing else. Two long names that
 * begin alike are still two.
 */
export function temporaryName(table: string, column: string | undefined, what: string): string {
  const parts = column === undefined ? [table] : [table, column]
  const whole = [...parts, 'strata', what].join('_')
  if (fits(whole)) return whole
  const ending = `_${shortDigest(parts, 8)}_strata_${what}`
  return clip(parts.join('_'), maxNameBytes - byteLength(ending)) + ending
}
