import type { Database } from '../sql/database'
import type { SqlParam } from '../sql/statement'

/** PostgreSQL's table locks, weakest first. */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const
export type LockMode = (typeof lockModes)[number]

export interface Lock {
  readonly table: string
  readonly mode: LockMode
}

/** What one statement does to the tables it touches, so that safety is read off the plan and not guessed from text. */
export interface Effects {
  /** false: must run outside a transaction. */
  readonly transactional: boolean
  /** Locks taken on tables that exist already. undefined: not known (SQL as the user wrote it). */
  readonly locks?: readonly Lock[] | undefined
  /** Tables written anew as a whole. */
  readonly rewrites: readonly string[]
  /** Tables read as a whole while the lock is held. */
  readonly scans: readonly string[]
  /** Changes rows: constraint checks may be pending afterwards, which a later change of the table trips over. */
  readonly writesRows: boolean
}

export interface SqlStep extends Effects {
  readonly kind: 'sql'
  readonly sql: string
  readonly params: readonly SqlParam[]
}

export interface CodeStep extends Effects {
  readonly kind: 'code'
  /** What a plan calls it: the function's name or its comment. */
  readonly label: string
  run(db: Database): Promise<void>
}

/** One thing that an executor does: the value that sqlmigrate prints, a plan shows and migrate runs. */
export type Step = SqlStep | CodeStep

const harmless: Effects = { transactional: true, locks: [], rewrites: [], scans: [], writesRows: false }

export function sqlStep(sql: string, effects: Partial<Effects> = {}, params: readonly SqlParam[] = []): SqlStep {
  return { ...harmless, ...effects, kind: 'sql', sql, params }
}

export function codeStep(
  label: string,
  run: (db: Database) => Promise<void>,
  effects: Partial<Effects> = {},
): CodeStep {
  return { ...harmless, locks: undefined, writesRows: true, ...effects, kind: 'code', label, run }
}
