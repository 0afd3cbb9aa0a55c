import assert from 'node:assert/strict'
import { connect } from '../../../src/backends/connect'
import { toDatabase } from '../../../src/backends/postgres/database'
import { lint } from '../../../src/lint/lint'
import { inTurn, unplaced } from '../../../src/lint/released'
import { loadParser } from '../../../src/lint/sql/loader'
import type { Migration } from '../../../src/migrations/migration'
import type { Database } from '../../../src/sql/database'
import type { Bench } from '../bench'
import { between } from '../between'
import { isRefused, isUnsupported } from './check-history'
import type { History } from './history'
import { type MadeStep, madeSteps } from './made'
import { rowsScript } from './rows'
import { usesOf } from './uses'

/** What became of the steps of a history: those that the linter says something of are not looked at further. */
export interface Heard {
  silent: number
  found: number
}

/**
 * Takes a history through a database, with rows. Where the linter finds nothing about a step, the release before goes on
 * beside it: asserts that all it could do before is still done, after every statement of the step and at its end.
 */
export async function checkSilence(bench: Bench, history: History, rows: number, heard: Heard): Promise<void> {
  await bench.empty()
  const other = toDatabase(await connect(bench.database.url, { baseDir: '.' }))
  try {
    const all: Migration[] = []
    for (const [at, step] of madeSteps(history, true).entries()) {
      if (step.migrations.length === 0) continue
      const isSilent = at > 0 && !(await isFound(bench, all, step))
      all.push(...step.migrations)
      if (at > 0) heard[isSilent ? 'silent' : 'found']++
      const done = isSilent
        ? await goOnBeside({ bench, other, step, all, seed: rows + at })
        : await unlessRefused(bench.migrate(all))
      if (!done) return
      await bench.db.script(rowsScript(step.is.state, rows + at))
    }
  } finally {
    await other.close()
  }
}

async function isFound(bench: Bench, past: readonly Migration[], { was, migrations }: MadeStep): Promise<boolean> {
  const { findings } = lint(
    { past: { state: was.state, migrations: past }, migrations: inTurn(migrations.map(unplaced), was.state) },
    {
      parse: await loadParser(),
      version: Math.floor(bench.db.serverVersion / 10_000),
      strategy: 'online',
      severities: {},
      data: { small: new Set(), duplicates: new Set() },
    },
  )
  return findings.some(({ severity }) => severity !== 'info')
}

interface Beside {
  readonly bench: Bench
  readonly other: Database
  readonly step: MadeStep
  readonly all: readonly Migration[]
  readonly seed: number
}

async function goOnBeside({ bench, other, step: { was, is }, all, seed }: Beside): Promise<boolean> {
  const uses: string[] = []
  for (const use of usesOf(was.state, is.state, seed)) if ((await refusal(other, use)) === undefined) uses.push(use)
  const beside = between(bench.db, async (statements) => {
    for (const use of uses) {
      const why = await refusal(other, use)
      assert.equal(
        why,
        undefined,
        `the linter found nothing, and the release before fails:\n${use}\nafter\n${statements.join(';\n')}`,
      )
    }
  })
  return unlessRefused(bench.migrate(all, [{ kind: 'all' }], 'online', beside))
}

/** Why a statement fails; what it does is undone. */
async function refusal(db: Database, sql: string): Promise<string | undefined> {
  const done = new Error('done')
  try {
    await db.transaction(async () => {
      await db.script(sql)
      throw done
    })
  } catch (error) {
    return error === done ? undefined : String(error)
  }
  return undefined
}

/** false: the rows would not have it, or no migration does it. */
async function unlessRefused(run: Promise<void>): Promise<boolean> {
  try {
    await run
    return true
  } catch (error) {
    if (isRefused(error) || isUnsupported(error)) return false
    throw error
  }
}
