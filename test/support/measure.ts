import { setTimeout as sleep } from 'node:timers/promises'
import type { Lock, LockMode, SqlStep } from '../../src/schema/step'
import { lockModes } from '../../src/schema/step'
import type { Connection } from '../../src/sql/connection'
import { statement } from '../../src/sql/statement'
import type { Variant } from './database'

/** What a statement really takes, as PostgreSQL shows it. Relations by the names they had before. */
export interface Measured {
  /** Of tables, and of an index or a sequence where its table is not locked as much. */
  readonly locks: readonly Lock[]
  readonly rewrites: readonly string[]
  readonly scans: readonly string[]
  readonly builds: readonly string[]
}

/** What a step says, of tables that were there before the operation. */
export function said({ locks = [], rewrites, scans, builds }: SqlStep, tables: ReadonlySet<string>): Measured {
  return among({ locks, rewrites, scans, builds }, tables)
}

export function among({ locks, rewrites, scans, builds }: Measured, tables: ReadonlySet<string>): Measured {
  const known = (name: string): boolean => tables.has(name)
  return {
    locks: locks.filter(({ table }) => known(table)).toSorted(byTable),
    rewrites: rewrites.filter(known),
    scans: scans.filter(known).toSorted(),
    builds: builds.filter(known),
  }
}

interface Relation {
  readonly name: string
  readonly isTable: boolean
  /** The table of an index or a sequence. */
  readonly owner: string | undefined
  readonly filenode: string
}

type Relations = ReadonlyMap<string, Relation>

/** Runs a step inside a transaction that commits, and says what it took. Tables need 1000 rows for a scan to be seen. */
export async function measured(connection: Connection, { sql }: SqlStep): Promise<Measured> {
  return connection.transaction(async () => {
    const before = await relations(connection)
    const read = await rowsRead(connection)
    await connection.script(sql)
    return {
      locks: locksOf(await heldLocks(connection), before),
      ...filesOf(before, await relations(connection)),
      scans: [...(await rowsRead(connection))]
        .filter(([oid, rows]) => rows - (read.get(oid) ?? 0) >= 1000 && before.has(oid))
        .map(([oid]) => before.get(oid)?.name ?? '')
        .sort(),
    }
  })
}

/** The strongest lock on each relation that was there before. */
export function locksOf(held: readonly (readonly [oid: string, mode: LockMode])[], before: Relations): readonly Lock[] {
  const strongest = new Map<string, LockMode>()
  for (const [oid, mode] of held) {
    const name = before.get(oid)?.name
    if (name !== undefined && strength(mode) > strength(strongest.get(name))) strongest.set(name, mode)
  }
  return [...before.values()]
    .flatMap(({ name, isTable, owner }): Lock[] => {
      const mode = strongest.get(name)
      if (mode === undefined) return []
      const covered = !isTable && strength(mode) <= strength(strongest.get(owner ?? ''))
      return covered ? [] : [{ table: name, mode }]
    })
    .sort(byTable)
}

export function byTable(a: Lock, b: Lock): number {
  return a.table < b.table ? -1 : 1
}

function strength(mode: LockMode | undefined): number {
  return mode === undefined ? -1 : lockModes.indexOf(mode)
}

function filesOf(before: Relations, now: Relations): Pick<Measured, 'rewrites' | 'builds'> {
  const [rewrites, builds] = [new Set<string>(), new Set<string>()]
  // An index that ALTER TYPE need not build gets a new number and keeps its file.
  const files = new Set([...before.values()].map(({ filenode }) => filenode))
  for (const [oid, { isTable, owner, filenode }] of now) {
    const was = before.get(oid)
    if (files.has(filenode)) continue
    if (isTable && was !== undefined) rewrites.add(was.name)
    if (!isTable && owner !== undefined && filenode !== '' && isOf(owner, before)) builds.add(owner)
  }
  return { rewrites: [...rewrites].sort(), builds: [...builds].sort() }
}

function isOf(table: string, before: Relations): boolean {
  return [...before.values()].some(({ name }) => name === table)
}

export async function relations(connection: Connection): Promise<Relations> {
  const { rows } = await connection.run(
    statement(`SELECT c.oid::text, c.relname, c.relkind IN ('r', 'p', 'v', 'm'),
        COALESCE(t.relname, (SELECT o.relname FROM pg_depend d JOIN pg_class o ON o.oid = d.refobjid
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refobjsubid > 0 LIMIT 1)),
        CASE WHEN c.relkind = 'S' THEN '' ELSE pg_relation_filenode(c.oid)::text END
      FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_class t ON t.oid = i.indrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'S')`),
  )
  return new Map(
    rows.map(([oid, name, isTable, owner, filenode]) => [
      String(oid),
      {
        name: String(name),
        isTable: isTable === true,
        owner: owner === null ? undefined : String(owner),
        filenode: String(filenode),
      },
    ]),
  )
}

/** Of this session, or of the one with this process. */
export async function heldLocks(
  connection: Connection,
  pid = 'pg_backend_pid()',
): Promise<readonly (readonly [oid: string, mode: LockMode])[]> {
  const { rows } = await connection.run(
    statement(`SELECT relation::text, mode FROM pg_locks WHERE pid = ${pid} AND locktype = 'relation'`),
  )
  return rows.map(([oid, mode]) => [String(oid), lockMode(String(mode))])
}

/** Those of a statement outside any transaction: somebody holds a lock meanwhile, so that it waits and can be looked at. */
export async function locksOutside(
  variant: Variant,
  db: Connection,
  { sql, while: held }: { readonly sql: string; readonly while: Lock },
): ReturnType<typeof heldLocks> {
  const [holder, watcher] = [await variant.open(), await variant.open()]
  const { rows } = await db.run(statement('SELECT pg_backend_pid()'))
  const seen: (readonly [string, Awaited<ReturnType<typeof heldLocks>>[number][1]])[] = []
  let running: Promise<void> | undefined
  await holder.transaction(async () => {
    await holder.script(`LOCK TABLE ${held.table} IN ${held.mode} MODE`)
    running = db.script(sql)
    for (let i = 0; i < 10; i++) {
      seen.push(...(await heldLocks(watcher, String(rows[0]?.[0]))))
      await sleep(10)
    }
  })
  await running
  return seen
}

/** `ShareUpdateExclusiveLock` as SQL says it. */
function lockMode(name: string): LockMode {
  const words = name
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase()
  return lockModes.find((mode) => mode === words) ?? 'ACCESS SHARE'
}

async function rowsRead(connection: Connection): Promise<ReadonlyMap<string, number>> {
  const { rows } = await connection.run(statement('SELECT relid::text, seq_tup_read FROM pg_stat_xact_user_tables'))
  return new Map(rows.map(([oid, read]) => [String(oid), Number(read)]))
}
