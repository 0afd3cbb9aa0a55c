import { setTimeout as sleep } from 'node:timers/promises'
import { quoteName } from '../backends/postgres/compiler'
import { indexState } from '../backends/postgres/index-state'
import type { IndexWork, SqlStep } from '../schema/step'
import type { Connection } from '../sql/connection'
import { isWorthAnother } from './patience'

export type IndexStep = SqlStep & { readonly index: IndexWork }

export function isIndexStep(step: { readonly kind: string }): step is IndexStep {
  return step.kind === 'sql' && 'index' in step && step.index !== undefined
}

/** What was found of an index before a step that builds or drops it. */
export type IndexFinding = 'done' | 'leftover' | 'building'

export interface IndexStepOptions {
  /** By an earlier run, which may have finished it without having been able to note that. */
  readonly wasStarted: boolean
  readonly onFinding?: ((finding: IndexFinding, index: string) => void) | undefined
}

/**
 * Builds or drops an index beside reads and writes. No lock_timeout: the build waits for every older snapshot, and one
 * that is given up leaves an invalid index behind, which every write has to keep up.
 */
export async function runIndexStep(db: Connection, step: IndexStep, options: IndexStepOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (await isDone(db, step.index, options)) return
    try {
      await unhurried(db, step.sql)
      return
    } catch (error) {
      if (!isWorthAnother(error) || attempt === 5) throw error
    }
  }
}

async function isDone(
  db: Connection,
  { name, becomes }: IndexWork,
  { wasStarted, onFinding }: IndexStepOptions,
): Promise<boolean> {
  let state = await indexState(db, name)
  // A server goes on with what it was told when the client that told it has died.
  for (let said = false; state === 'building'; state = await indexState(db, name), said = true) {
    if (!said) onFinding?.('building', name)
    await sleep(500)
  }
  const isThere = becomes === 'built' ? 'valid' : 'absent'
  if (wasStarted && state === isThere) {
    onFinding?.('done', name)
    return true
  }
  if (becomes === 'built' && state === 'invalid') {
    onFinding?.('leftover', name)
    await unhurried(db, `DROP INDEX CONCURRENTLY ${quoteName(name)}`)
  }
  return false
}

/** Statements that no transaction allows have settings of the session, which are put back. */
export async function unhurried(db: Connection, sql: string): Promise<void> {
  await db.script('SET lock_timeout = 0')
  await db.script('SET statement_timeout = 0')
  try {
    await db.script(sql)
  } finally {
    await db.script('RESET lock_timeout').catch(() => undefined)
    await db.script('RESET statement_timeout').catch(() => undefined)
  }
}
