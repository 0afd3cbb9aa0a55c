import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'
import { meanings } from './compiler'

/** What the catalog says of a relation: as good as its last ANALYZE, and read without a lock on it. */
export interface RelationSize {
  /** undefined: it was never analyzed. */
  readonly rows: number | undefined
  /** Of its rows, those that are stored apart included. */
  readonly bytes: number | undefined
  /** Of all its indexes. */
  readonly indexBytes: number
}

/** Those of them that exist, by the names as they were given; SQL of the user's own may name the schema as well. */
export async function relationSizes(
  db: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, RelationSize>> {
  if (names.length === 0) return new Map()
  const pairs = JSON.stringify(names.map((name) => [name, ...meanings(name)]))
  const { rows } = await db.run(statement(SIZES, [pairs]))
  return new Map(
    rows.map(([name, tuples, pages, toastPages, indexPages]) => {
      const isKnown = Number(pages) > 0
      const size = {
        rows: isKnown ? Math.max(0, Number(tuples)) : undefined,
        bytes: isKnown ? (Number(pages) + Number(toastPages)) * PAGE : undefined,
        indexBytes: Number(indexPages) * PAGE,
      }
      return [String(name), size]
    }),
  )
}

const PAGE = 8192

const SIZES = `
SELECT n.pair->>0, c.reltuples::double precision, c.relpages,
  COALESCE((SELECT t.relpages FROM pg_class t WHERE t.oid = c.reltoastrelid), 0),
  COALESCE((SELECT sum(i.relpages) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), 0)::double precision
FROM json_array_elements($1::json) AS n (pair) JOIN pg_class c ON c.oid = COALESCE(to_regclass(n.pair->>1), to_regclass(n.pair->>2))`
