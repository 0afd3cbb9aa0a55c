import type { Effects, Lock, LockMode } from '../../../schema/step'

/** What a statement takes, before it is said of which tables. */
interface Takes {
  readonly table: LockMode
  /** Of the table that a foreign key refers to, and of a partition beside its whole. */
  readonly target?: LockMode
  /** Of an index, where its table is not locked as much. */
  readonly part?: LockMode
  /** Read as a whole; `both`: the target as well. */
  readonly scans?: 'table' | 'target' | 'both'
  readonly rewrites?: true
  readonly builds?: true
  readonly transactional?: false
}

const [AX, X, SRX, S, SUX, RX, RS, AS] = [
  'ACCESS EXCLUSIVE',
  'EXCLUSIVE',
  'SHARE ROW EXCLUSIVE',
  'SHARE',
  'SHARE UPDATE EXCLUSIVE',
  'ROW EXCLUSIVE',
  'ROW SHARE',
  'ACCESS SHARE',
] as const satisfies readonly LockMode[]

/**
 * What PostgreSQL takes for each statement, as measured: 13 to 18 do not differ in any of them unless it says so.
 * test/integration/effects.test.ts measures it again for ours, test/integration/foresight.test.ts for those of users.
 */
const takes = {
  'add column': { table: AX },
  'add column, rewriting': { table: AX, rewrites: true, scans: 'table', builds: true },
  'drop column': { table: AX },
  rename: { table: AX },
  'alter column': { table: AX },
  'alter type': { table: AX },
  'alter type, checks': { table: AX, scans: 'table' },
  'alter type, indexes': { table: AX, scans: 'table', builds: true },
  'alter type, rewriting': { table: AX, rewrites: true, scans: 'table', builds: true },
  'set not null': { table: AX, scans: 'table' },
  'set not null, proven': { table: AX },
  'add check': { table: AX, scans: 'table' },
  'add check, not valid': { table: AX },
  'add foreign key': { table: SRX, target: SRX, scans: 'both' },
  'add foreign key, not valid': { table: SRX, target: SRX },
  'adopt foreign key': { table: SRX, target: AX },
  'add key': { table: AX, scans: 'table', builds: true },
  'add key, using index': { table: AX },
  validate: { table: SUX, scans: 'table' },
  'validate foreign key': { table: SUX, target: RS, scans: 'both' },
  'drop constraint': { table: AX },
  'drop foreign key': { table: AX, target: AX },
  'create table': { table: AX, target: SRX },
  'drop table': { table: AX, target: AX },
  'move table': { table: AX, rewrites: true, scans: 'table' },
  'create index': { table: S, scans: 'table', builds: true },
  'create index, parts later': { table: S },
  'create index concurrently': { table: SUX, scans: 'table', builds: true, transactional: false },
  'drop index': { table: AX },
  'drop index concurrently': { table: SUX, transactional: false },
  'create trigger': { table: SRX },
  'drop trigger': { table: AX },
  comment: { table: SUX },
  'update rows': { table: RX, scans: 'table' },
  'read rows': { table: AS, scans: 'table' },
  'look up rows': { table: AS },
  'lock rows': { table: RS },
  'insert rows': { table: RX },
  'change rows': { table: RX },
  'set option': { table: SUX },
  'protect table': { table: AX },
  'empty table': { table: AX },
  'rewrite table': { table: AX, rewrites: true, scans: 'table', builds: true },
  'enforce foreign key': { table: AX, target: SRX, scans: 'both' },
  inherit: { table: AX, target: SUX },
  'create partition': { table: AX, target: AX, scans: 'target' },
  'attach partition': { table: SUX, target: AX, scans: 'target' },
  'detach partition': { table: AX, target: AX },
  'detach partition, before 14': { table: AX, target: SUX },
  'detach partition concurrently': { table: SUX, target: AX, transactional: false },
  'alter index': { table: SUX },
  reindex: { table: S, part: AX, scans: 'table', builds: true },
  'reindex concurrently': { table: SUX, scans: 'table', builds: true, transactional: false },
  vacuum: { table: SUX, transactional: false },
  analyze: { table: SUX },
  'hold to domain': { table: S, scans: 'table' },
  'alter sequence': { table: SRX },
  'use sequence': { table: RX },
  'refresh view': { table: AX, rewrites: true },
  'refresh view concurrently': { table: X },
} as const satisfies Readonly<Record<string, Takes>>

export type Statement = keyof typeof takes

export interface Of {
  readonly table: string
  /** Those that foreign keys refer to. */
  readonly targets?: readonly string[]
  /** Its indexes. */
  readonly parts?: readonly string[]
}

/** The effects of one statement on these tables. */
export function effectsOf(statement: Statement, { table, targets = [], parts = [] }: Of): Partial<Effects> {
  const of: Takes = takes[statement]
  const { target, part } = of
  const others = [...new Set(targets)].filter((name) => name !== table)
  const locks: Lock[] = [{ table, mode: of.table }]
  if (target !== undefined) locks.push(...others.map((name) => ({ table: name, mode: target })))
  if (part !== undefined) locks.push(...parts.map((name) => ({ table: name, mode: part })))
  const scanned = { table: [table], target: others, both: [table, ...others] }
  return {
    locks,
    transactional: of.transactional ?? true,
    rewrites: of.rewrites ? [table] : [],
    scans: of.scans === undefined ? [] : scanned[of.scans],
    builds: of.builds ? [table] : [],
  }
}
