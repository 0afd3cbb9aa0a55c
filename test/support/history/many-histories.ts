import fc from 'fast-check'
import type { Strategy } from '../../../src/backends/postgres/online/live-tables'
import { Bench } from '../bench'
import type { Server } from '../servers'
import { checkHistory, type Outcome, type Run } from './check-history'
import { histories } from './history'
import { textOf } from './written'

export interface Settings {
  readonly seed: number
  readonly runs: number
  /** How many databases at a time. */
  readonly workers: number
}

export type Tally = Readonly<Record<Outcome, number>>

/** Runs random histories, some at a time; throws the smallest that it comes to if one does not hold. */
export async function runHistories(server: Server, { seed, runs, workers }: Settings): Promise<Tally> {
  const tally: Record<Outcome, number> = { done: 0, refused: 0, unsupported: 0 }
  const each = Math.ceil(runs / workers)
  const work = async (worker: number): Promise<void> => {
    const bench = await Bench.open(server)
    try {
      await hold(bench, { seed: seed + worker, numRuns: Math.min(each, runs - worker * each) }, tally)
    } finally {
      await bench.close()
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  return tally
}

const runsOn = (bench: Bench): fc.Arbitrary<Run> =>
  fc.record({
    history: histories(Math.floor(bench.db.serverVersion / 10_000)),
    rows: fc.option(fc.nat(10_000), { nil: undefined }),
    hinted: fc.boolean(),
    strategy: fc.constantFrom<Strategy>('direct', 'online'),
  })

/** A failure is looked into for so long; what is smallest by then is shown. */
const patienceMs = 30_000

async function hold(
  bench: Bench,
  settings: { readonly seed: number; readonly numRuns: number },
  tally: Record<Outcome, number>,
): Promise<void> {
  let failedAt: number | undefined
  const property = fc.asyncProperty(runsOn(bench), async (run) => {
    if (failedAt !== undefined && performance.now() - failedAt > patienceMs) return
    try {
      const outcome = await checkHistory(bench, run)
      if (failedAt === undefined) tally[outcome]++
    } catch (error) {
      failedAt ??= performance.now()
      throw error
    }
  })
  const details = await fc.check(property, settings)
  if (details.failed) throw new HistoryError(details)
}

/** Says all that is needed to see it again, and where it came from. */
class HistoryError extends Error {
  constructor({ seed, counterexample, errorInstance }: fc.RunDetails<[Run]>) {
    const [run] = counterexample ?? []
    const error = errorInstance instanceof Error ? errorInstance : new Error(String(errorInstance))
    const { sql } = ((error as { readonly facts?: object }).facts ?? {}) as { readonly sql?: string }
    const renames = run?.hinted === true ? 'said by the models' : 'asked about'
    const how = `${run?.strategy}, rows: ${run?.rows ?? 'none'}, renames ${renames}`
    const parts = [error.message, sql, how, run && textOf(run.history), `STRATA_SEED=${seed} shows it again`]
    super(parts.filter((part) => part !== undefined).join('\n\n'))
    const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*\/(src|test)\//.test(line))
    this.stack = [this.message, ...frames].join('\n')
  }
}
