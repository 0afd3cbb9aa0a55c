import assert from 'node:assert/strict'
import { UnsupportedChangeError } from '../../../src/autodetector/errors'
import { DatabaseError } from '../../../src/backends/postgres/database-error'
import type { Strategy } from '../../../src/backends/postgres/online/live-tables'
import { NoOnlineWayError } from '../../../src/backends/postgres/online/refusal'
import { OperationError } from '../../../src/migrations/errors'
import type { Migration } from '../../../src/migrations/migration'
import type { Target } from '../../../src/migrations/plan'
import { MigrationFailedError } from '../../../src/migrations/run-errors'
import { KindChangeError } from '../../../src/operations/kind-change'
import type { Bench } from '../bench'
import type { Catalog } from '../catalog'
import type { History, Moment } from './history'
import { freshMigrations, type MadeStep, madeSteps } from './made'
import { rowsScript } from './rows'
import { lostValues, survivors, valuesAfter, valuesBefore } from './survivors'

export interface Run {
  readonly history: History
  /** Puts rows into the tables, by this number; undefined: the tables stay empty. */
  readonly rows?: number | undefined
  /** Whether the models say themselves what was renamed, instead of somebody who is asked. */
  readonly hinted?: boolean
  /** How tables that were there before are changed. */
  readonly strategy?: Strategy
}

/**
 * `refused`: the rows would not have it, for a value that does not fit, or one twice where each must be different.
 * `unsupported`: a change that no migration can do, or undo, and that is refused before anything is touched.
 */
export type Outcome = 'done' | 'refused' | 'unsupported'

/**
 * Takes a history through a database, forwards and back again, and asserts at each step that the database holds what a
 * fresh one would, names included, and every value that there was.
 */
export async function checkHistory(bench: Bench, run: Run): Promise<Outcome> {
  const steps = supportedSteps(run.history, run.hinted ?? false)
  if (steps === undefined) return 'unsupported'
  const fresh: Catalog[] = []
  for (const { is } of steps) fresh.push(await freshCatalog(bench, is))
  await bench.empty()
  return thereAndBack(bench, steps, fresh, run)
}

function supportedSteps(history: History, hinted: boolean): readonly MadeStep[] | undefined {
  try {
    return madeSteps(history, hinted)
  } catch (error) {
    if (!hinted && error instanceof UnsupportedChangeError) return undefined
    throw error
  }
}

async function freshCatalog(bench: Bench, moment: Moment): Promise<Catalog> {
  await bench.empty()
  await bench.migrate(freshMigrations(moment))
  return bench.catalog()
}

async function thereAndBack(
  bench: Bench,
  steps: readonly MadeStep[],
  fresh: readonly Catalog[],
  { rows, strategy = 'direct' }: Run,
): Promise<Outcome> {
  const filled = rows !== undefined
  const all: Migration[] = []
  for (const [at, step] of steps.entries()) {
    all.push(...step.migrations)
    const forwards = { ...step, back: false, run: () => bench.migrate(all, [{ kind: 'all' }], strategy) }
    const failed = await wentWrong(bench, forwards, filled)
    if (failed !== undefined) return failed
    assertSame(await bench.catalog(), fresh[at], `migrated and fresh after step ${at + 1}`)
    if (filled) await bench.db.script(rowsScript(step.is.state, rows + at))
  }
  for (const [at, step] of [...steps.entries()].reverse()) {
    const back = {
      was: step.is,
      is: step.was,
      back: true,
      run: () => bench.migrate(all, targetsBefore(step), strategy),
    }
    const failed = await wentWrong(bench, back, filled)
    if (failed !== undefined) return failed
    assertSame(await bench.catalog(), fresh[at - 1], `undone to and fresh after step ${at}`)
  }
  return 'done'
}

interface Way {
  readonly was: Moment
  readonly is: Moment
  readonly back: boolean
  readonly run: () => Promise<void>
}

/** undefined: it went well, and every value is still there. */
async function wentWrong(bench: Bench, { was, is, back, run }: Way, filled: boolean): Promise<Outcome | undefined> {
  const tables = filled ? survivors(was, is, back) : []
  const before = await valuesBefore(bench.db, tables)
  try {
    await run()
  } catch (error) {
    if (isUnsupported(error)) return 'unsupported'
    if (filled && isRefused(error)) return 'refused'
    throw error
  }
  assert.deepEqual(lostValues(tables, before, await valuesAfter(bench.db, tables)), [], 'values are lost')
  return undefined
}

/** What no migration does, and what none does beside readers and writers. */
export function isUnsupported(error: unknown): boolean {
  if (!(error instanceof OperationError)) return false
  return error.cause instanceof KindChangeError || error.cause instanceof NoOnlineWayError
}

/** Integrity constraints, and values that a type does not hold. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof MigrationFailedError)) return false
  const { cause } = error
  return cause instanceof DatabaseError && /^2[23]/.test(cause.sqlstate)
}

/** Back to where the step began. */
function targetsBefore({ migrations, leaves }: MadeStep): readonly Target[] {
  return [...new Set(migrations.map(({ app }) => app))].map((app) => {
    const name = leaves.get(app)
    return name === undefined ? { kind: 'zero', app } : { kind: 'migration', app, name }
  })
}

function assertSame(actual: Catalog, expected: Catalog | undefined, what: string): void {
  for (const [key, rows] of Object.entries(actual) as [keyof Catalog, Catalog['columns']][]) {
    assert.deepEqual(rows, expected?.[key] ?? [], `${what}: ${key}`)
  }
}
