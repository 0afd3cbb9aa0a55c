import { partitionsThere } from '../../backends/postgres/partitions'
import type { Step } from '../../schema/step'
import type { Database } from '../../sql/database'
import { statement } from '../../sql/statement'
import { batches } from '../batches'
import type { Job } from '../jobs'
import type { Progress } from '../progress'

/**
 * Of a new table, as measured: itself, its TOAST table with an index, its type, the index of its key and a
 * sequence. Other indexes come with steps of their own.
 */
const ofNewTable = 6

/** Says which transactions take more locks than the server is sure to have room for, whoever else needs some. */
export async function warnOfLocks(
  db: Database,
  jobs: readonly Job[],
  { together }: { readonly together: boolean },
  say: (progress: Progress) => void,
): Promise<void> {
  const partitions = new Map([...(await partitionsThere(db))].map(([table, parts]) => [table, parts.length]))
  const { rows } = await db.run(statement(ROOM))
  const room = Number(rows[0]?.[0])
  const all = jobs.flatMap(({ planned, work, journal }) => {
    const finished = new Set(journal.filter((entry) => entry.finished).map(({ step }) => step))
    const inOne = batches(work, { atomic: planned.migration.atomic, finished }).filter(({ transaction }) => transaction)
    return inOne.map((batch) => ({ of: planned.migration, steps: batch.steps.map(({ step }) => step) }))
  })
  const [first] = all
  const transactions = together && first ? [{ of: first.of, steps: all.flatMap(({ steps }) => steps) }] : all
  for (const { of, steps } of transactions) {
    const locks = locksOf(steps, partitions)
    if (locks > room) say({ kind: 'many-locks', app: of.app, name: of.name, locks, room })
  }
}

/** At least so many. */
function locksOf(steps: readonly Step[], partitions: ReadonlyMap<string, number>): number {
  const made = new Set(steps.flatMap(({ creates }) => creates ?? []))
  const others = new Set(steps.flatMap(({ locks = [] }) => locks.map(({ table }) => table)))
  for (const table of made) others.delete(table)
  const built = steps.reduce((sum, step) => sum + (step.creates === undefined ? step.builds.length : 0), 0)
  return [...others].reduce((sum, table) => sum + 1 + (partitions.get(table) ?? 0), made.size * ofNewTable + built)
}

const ROOM = `
SELECT current_setting('max_locks_per_transaction')::integer
  * (current_setting('max_connections')::integer + current_setting('max_prepared_transactions')::integer)`
