import type { Variables } from '../base/variables'
import type { Database } from '../sql/database'
import type { SqlParam } from '../sql/statement'
import type { Demand } from './demand'
import type { KeyRange } from './key-range'

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
  /** Or another relation: an index or a sequence is named where its table is not locked as much. */
  readonly table: string
  readonly mode: LockMode
}

/** Something that servers have from one version on. */
export interface ServerNeed {
  /** Of PostgreSQL: 18. */
  readonly version: number
  /** As a message names it: `the virtual column shop_order.total`. */
  readonly what: string
}

/** When in a release a step belongs: before its code runs, while it is there, after older code is gone. */
export type Phase = 'expand' | 'backfill' | 'contract'

/** What one statement does to the tables it touches, so that safety is read off the plan and not guessed from text. */
export interface Effects {
  /** false: must run outside a transaction. */
  readonly transactional: boolean
  /** Commits by itself, since what it locks serves others and no later step may hold it. */
  readonly alone: boolean
  /** Locks taken on tables that exist already. undefined: not known (SQL as the user wrote it). */
  readonly locks?: readonly Lock[] | undefined
  /** Tables written anew as a whole. */
  readonly rewrites: readonly string[]
  /** Tables read as a whole while the lock is held. */
  readonly scans: readonly string[]
  /** Tables of which an index is built while the lock is held. */
  readonly builds: readonly string[]
  /** What the server must have for it; undefined: any that we know will do. */
  readonly needs?: ServerNeed | undefined
  /** Changes rows: constraint checks may be pending afterwards, which a later change of the table trips over. */
  readonly writesRows: boolean
  /** Tables by the names they have afterwards, which no run before can have seen. */
  readonly creates?: string | undefined
  readonly renames?: { readonly from: string; readonly to: string } | undefined
  /** A column that goes, with what rests on it. */
  readonly drops?: { readonly table: string; readonly column: string } | undefined
  readonly phase?: Phase | undefined
  /** SQL that takes it back once what came after it is taken back; empty: nothing has to be. */
  readonly undo?: string | undefined
  /** What its operation asks of the rows that are there, said with the first of its steps. */
  readonly demands?: readonly Demand[] | undefined
}

/** What a step outside any transaction does to an index: looked at before, since it may be done, or half done. */
export interface IndexWork {
  readonly name: string
  readonly becomes: 'built' | 'gone'
}

export interface SqlStep extends Effects {
  readonly kind: 'sql'
  readonly sql: string
  readonly params: readonly SqlParam[]
  readonly index?: IndexWork | undefined
}

/** Rows that are changed a few at a time, each few in a transaction of their own: no row is locked for long. */
export interface FillStep extends Effects {
  readonly kind: 'fill'
  /** What a plan calls it. */
  readonly label: string
  readonly table: string
  /** Columns of its primary key. */
  readonly key: readonly string[]
  /** As it stands in an UPDATE: `"x" = "y"`. */
  readonly set: string
  /** Which rows are left to do, so that it can be done again: `"x" IS NULL`. */
  readonly where: string
  /** Which rows there must not be when it is done, whatever kept an UPDATE from them. */
  readonly missed: string
}

export interface CodeStep extends Effects {
  readonly kind: 'code'
  /** What a plan calls it: the function's name or its comment. */
  readonly label: string
  run(db: Database, vars: Variables): Promise<void>
}

/** Code of the user's own on the rows of a table, a few at a time, each few in a transaction of their own. */
export interface DataStep extends Effects {
  readonly kind: 'data'
  readonly label: string
  readonly table: string
  /** Columns of its primary key. */
  readonly key: readonly string[]
  /** Rows at a time; undefined: by what they take. */
  readonly size: number | undefined
  /** How many rows are left to do. */
  count(db: Database): Promise<number>
  run(db: Database, range: KeyRange, vars: Variables): Promise<void>
}

/** One thing that an executor does: the value that sqlmigrate prints, a plan shows and migrate runs. */
export type Step = SqlStep | CodeStep | FillStep | DataStep

const harmless: Effects = {
  transactional: true,
  alone: false,
  locks: [],
  rewrites: [],
  scans: [],
  builds: [],
  writesRows: false,
}

export function sqlStep(
  sql: string,
  effects: Partial<Effects> & Pick<SqlStep, 'index'> = {},
  params: readonly SqlParam[] = [],
): SqlStep {
  return { ...harmless, ...effects, kind: 'sql', sql, params }
}

export function codeStep(label: string, run: CodeStep['run'], effects: Partial<Effects> = {}): CodeStep {
  return { ...harmless, locks: undefined, writesRows: true, ...effects, kind: 'code', label, run }
}

export function fillStep(of: Pick<FillStep, 'table' | 'key' | 'set' | 'where' | 'missed' | 'demands'>): FillStep {
  return {
    ...harmless,
    ...of,
    kind: 'fill',
    label: `UPDATE ${of.table} SET ${of.set} WHERE ${of.where}, a few rows at a time`,
    transactional: false,
    locks: [{ table: of.table, mode: 'ROW EXCLUSIVE' }],
    scans: [of.table],
    writesRows: true,
    phase: 'backfill',
  }
}

export function dataStep(of: Pick<DataStep, 'label' | 'table' | 'key' | 'size' | 'count' | 'run'>): DataStep {
  return {
    ...harmless,
    ...of,
    kind: 'data',
    transactional: false,
    locks: undefined,
    scans: [of.table],
    writesRows: true,
    phase: 'backfill',
  }
}
