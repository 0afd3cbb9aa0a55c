import { quoteLiteral, quoteName } from '../../backends/postgres/compiler'
import { StrataError } from '../../base/errors'
import type { KeyRange } from '../../schema/key-range'
import type { Connection } from '../../sql/connection'
import { statement } from '../../sql/statement'

/** A table to be gone through. */
export interface Walked {
  readonly table: string
  /** Columns of its primary key. */
  readonly key: readonly string[]
}

/** Where a row stands, as PostgreSQL's text whatever the type and the driver: it comes back as it went. */
export type Key = readonly string[]

/** The way along a primary key up to one that stands at the start: rows that come later are not waited for. */
export class KeyWalk {
  readonly end: Key
  readonly #of: Walked
  readonly #types: readonly string[]

  private constructor(of: Walked, end: Key, types: readonly string[]) {
    this.#of = of
    this.end = end
    this.#types = types
  }

  /** undefined: there are no rows. */
  static async start(db: Connection, of: Walked, end?: Key): Promise<KeyWalk | undefined> {
    const last = end ?? (await lastKey(db, of))
    return last === undefined ? undefined : new KeyWalk(of, last, await keyTypes(db, of))
  }

  /** The next rows: how many, and the last of them. undefined: there are no more. */
  async stretch(
    db: Connection,
    after: Key | undefined,
    size: number,
  ): Promise<{ readonly rows: number; readonly last: Key } | undefined> {
    const { table, key } = this.#of
    const columns = key.map(quoteName).join(', ')
    const down = key.map((name) => `${quoteName(name)} DESC`).join(', ')
    const condition = this.condition(this.range(after, this.end))
    const stretch = `SELECT ${columns} FROM ${quoteName(table)} WHERE ${condition} ORDER BY ${columns} LIMIT ${size}`
    const { rows } = await db.run(
      statement(
        `SELECT ${texts(key)}, (count(*) OVER ())::integer FROM (${stretch}) AS stretch ORDER BY ${down} LIMIT 1`,
      ),
    )
    const [row] = rows
    return row === undefined ? undefined : { rows: Number(row.at(-1)), last: row.slice(0, -1).map(String) }
  }

  range(after: Key | undefined, upTo: Key): KeyRange {
    const literals = (key: Key): readonly string[] => key.map((text, i) => `${quoteLiteral(text)}::${this.#types[i]}`)
    return { after: after && literals(after), upTo: literals(upTo) }
  }

  /** Which the index of the key answers, however large the table is. */
  condition({ after, upTo }: KeyRange): string {
    const columns = `(${this.#of.key.map(quoteName).join(', ')})`
    const end = `${columns} <= (${upTo.join(', ')})`
    return after === undefined ? end : `${end} AND ${columns} > (${after.join(', ')})`
  }
}

async function lastKey(db: Connection, { table, key }: Walked): Promise<Key | undefined> {
  const order = key.map((name) => `${quoteName(name)} DESC`).join(', ')
  const { rows } = await db.run(statement(`SELECT ${texts(key)} FROM ${quoteName(table)} ORDER BY ${order} LIMIT 1`))
  const [last] = rows
  // Who has no key comes last, and would never be met.
  if (last?.includes(null) === true) throw new NoKeyError(table, key)
  return last?.map(String)
}

/** Rows without a key cannot be gone through: a table that was made by hand may have them. */
class NoKeyError extends StrataError {
  constructor(table: string, key: readonly string[]) {
    super({
      code: 'migrate.no-key',
      message: `${table} has rows without a value in ${key.join(', ')}, by which they would be gone through`,
      hint: 'Give them one, or change the rows with RunSQL.',
      facts: { table, key },
    })
  }
}

/** Under another name, since ORDER BY takes that. */
function texts(key: readonly string[]): string {
  return key.map((name, i) => `${quoteName(name)}::text AS key_${i}`).join(', ')
}

async function keyTypes(db: Connection, { table, key }: Walked): Promise<readonly string[]> {
  const sql = `SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0`
  const { rows } = await db.run(statement(sql, [quoteName(table)]))
  const types = new Map(rows.map(([name, type]) => [String(name), String(type)]))
  return key.map((name) => types.get(name) ?? 'text')
}
