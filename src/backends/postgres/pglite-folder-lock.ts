import { createHash, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { StrataError } from '../../base/errors'
import { holdUntilExit } from './held-locks'
import { mayRun, type ProcessIdentity, thisProcess } from './process-identity'

/** Who has a PGlite folder open. */
export interface FolderHolder extends ProcessIdentity {
  /** When it took the lock, as an ISO date. */
  readonly since: string
}

export interface FolderLockOptions {
  /** How long to wait for another holder. */
  readonly waitMs?: number | undefined
  /** Called once, before the first wait. */
  readonly onWait?: ((holder: FolderHolder) => void) | undefined
}

export interface FolderLock {
  release(): void
}

/**
 * Takes the lock of a PGlite folder, which is a file beside it. PGlite itself lets two processes open a folder,
 * and then they lose each other's rows.
 */
export async function lockFolder(
  path: string,
  { waitMs = 60_000, onWait }: FolderLockOptions = {},
): Promise<FolderLock> {
  const deadline = Date.now() + waitMs
  for (let pause = 25, waits = 0; ; pause = Math.min(pause * 2, 500), waits++) {
    const mine = newContent()
    const holder = take(path, mine)
    if (holder === undefined) return { release: holdUntilExit(() => drop(path, mine)) }
    const left = deadline - Date.now()
    if (left <= 0) throw new DatabaseBusyError(path, holder, waitMs)
    if (waits === 0) onWait?.(holder)
    await sleep(Math.min(pause, left))
  }
}

/** Another process kept a PGlite folder open for longer than we wanted to wait. */
export class DatabaseBusyError extends StrataError {
  constructor(path: string, holder: FolderHolder, waitMs: number) {
    const elsewhere = holder.host === thisProcess().host ? '' : ` on ${holder.host}`
    super({
      code: 'database.busy',
      message:
        `The PGlite folder ${path.replace(/\.lock$/, '')} is open in process ${holder.pid}${elsewhere} ` +
        `(${holder.command}) since ${holder.since}; gave up after ${waitMs / 1000} s.`,
      hint:
        elsewhere === ''
          ? 'A PGlite folder has one process at a time: let that one finish, or stop it.'
          : `If that process is gone (a container that was killed, say), delete ${path}.`,
      facts: { lock: path, holder, waitedMs: waitMs },
    })
  }
}

/** Undefined if the lock is ours now, else who has it. */
function take(path: string, mine: string): FolderHolder | undefined {
  for (;;) {
    if (create(path, mine)) return undefined
    const theirs = read(path)
    // Released between the two calls.
    if (theirs === undefined) continue
    const holder = holderOf(theirs)
    if (holder !== undefined && mayRun(holder)) return holder
    const rival = replace(path, theirs, mine)
    if (rival === undefined) return undefined
    if (rival !== 'changed') return rival
  }
}

/**
 * Takes over the lock that a dead process left. Of all who see it, only the one that holds the lock *of that very
 * content* may replace it, and it looks again before it does: so two waiters never both think that they won, and one
 * that was asleep meanwhile finds the content changed. That second lock can go stale like any other.
 */
function replace(path: string, theirs: string, mine: string): FolderHolder | 'changed' | undefined {
  const inheritance = `${path}.${createHash('sha256').update(theirs).digest('hex').slice(0, 12)}`
  const claim = newContent()
  const rival = take(inheritance, claim)
  if (rival !== undefined) return rival
  try {
    if (read(path) !== theirs) return 'changed'
    const draft = newDraft(path, mine)
    renameSync(draft, path)
    return undefined
  } finally {
    drop(inheritance, claim)
  }
}

/** A link appears with its whole content, or not at all if there is one: no reader meets half a lock. */
function create(path: string, content: string): boolean {
  const draft = newDraft(path, content)
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function newDraft(path: string, content: string): string {
  const draft = `${path}.${process.pid}.${randomUUID().slice(0, 8)}`
  writeFileSync(draft, content, { flag: 'wx' })
  return draft
}

function drop(path: string, mine: string): void {
  try {
    if (read(path) === mine) rmSync(path, { force: true })
  } catch {
    // A lock that cannot be deleted is stale as soon as we are gone.
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Unique for each attempt: a lock's content is what tells it from an earlier one of the same process. */
function newContent(): string {
  const holder = { ...thisProcess(), since: new Date().toISOString(), token: randomUUID() }
  return `${JSON.stringify(holder, undefined, 2)}\n`
}

/** Undefined for a file that a crash of the machine has emptied: nothing of ours writes half a lock. */
function holderOf(content: string): FolderHolder | undefined {
  try {
    const { pid, host, command, startTick, since } = JSON.parse(content) as FolderHolder
    return typeof pid === 'number' && pid > 0 ? { pid, host, command, startTick, since } : undefined
  } catch {
    return undefined
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
