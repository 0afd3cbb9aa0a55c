import { equal } from '../base/equal'
import type { ColumnType } from '../sql/column-type'

const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'float8'] as const
const texts: ReadonlySet<string> = new Set(['text', 'varchar', 'citext'])

/** What PostgreSQL casts to what, apart from texts, which become anything that can be read and come from anything. */
const casts: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(numbers.map((number) => [number, numbers])),
  integer: [...numbers, 'boolean'],
  boolean: ['integer'],
  date: ['timestamptz'],
  timestamptz: ['date', 'time'],
  time: ['interval'],
  interval: ['time'],
  json: ['jsonb'],
  jsonb: ['json', 'boolean', ...numbers],
  hstore: ['json', 'jsonb'],
}

/** Whether there is a cast at all; a value may still not be one of the other type. */
export function castable(from: ColumnType, to: ColumnType): boolean {
  if (texts.has(from.kind) || texts.has(to.kind) || equal(from, to)) return true
  if (from.kind === 'array' && to.kind === 'array') return castable(from.of, to.of)
  // A type of the database's own may have casts that nobody told us about.
  if (from.kind === 'named' || to.kind === 'named') return true
  return from.kind === to.kind || (casts[from.kind]?.includes(to.kind) ?? false)
}
