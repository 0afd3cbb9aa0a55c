import type { NamedRelations } from '../../backends/postgres/catalog/relations-named'
import type { Of, Statement } from '../../backends/postgres/ddl/takes'
import type { Lock } from '../../schema/step'
import type { Picture } from '../picture'
import type { ReadStatement } from '../sql/read'

/** What nobody can tell before: which relations are locked, or which rows are gone through. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly of: 'locks' | 'work'
  /** As it stands after "not known:". */
  readonly why: string
}

/** Something that a statement takes: a row of the table of effects, a lock that it names itself, or what is not known. */
export type Part =
  | { readonly kind: 'takes'; readonly statement: Statement; readonly of: Of }
  | { readonly kind: 'locks'; readonly lock: Lock }
  | Unknown

export type Parts = Iterable<Part>

/** Where a statement stands. */
export interface Around {
  readonly statement: ReadStatement
  /** The database before it. */
  readonly before: Picture
  /** The same without what the statement itself drops: that counts for nothing any more when the rest is done. */
  readonly picture: Picture
  readonly named: NamedRelations
  /** Of PostgreSQL: 15. */
  readonly version: number
}

export function take(statement: Statement, table: string, more: Omit<Of, 'table'> = {}): Part {
  return { kind: 'takes', statement, of: { table, ...more } }
}

/** The same of a table and all its partitions. */
export function takeEach({ picture }: Around, statement: Statement, table: string): readonly Part[] {
  return picture.partsOf(table).map((each) => take(statement, each))
}

export function noLocks(why: string): Unknown {
  return { kind: 'unknown', of: 'locks', why }
}

export function noWork(why: string): Unknown {
  return { kind: 'unknown', of: 'work', why }
}
