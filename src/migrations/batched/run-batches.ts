import { relationSizes } from '../../backends/postgres/relation-sizes'
import type { Variables } from '../../base/variables'
import type { DataStep, FillStep } from '../../schema/step'
import type { Database } from '../../sql/database'
import { runFill } from '../fill'
import { type JournalEntry, stepDigest } from '../records'
import { Cursors } from './cursors'
import { look, type Seen, watched } from './look'
import { type Pace, paced } from './pace'
import { briefly, type Cursor, type WalkOptions, walk } from './walk'

/** What steps tell that change rows a few at a time. */
export type BatchProgress =
  /** `total` as far as the catalog knows; `ms` and `rowsNow` are of this run. */
  | {
      readonly kind: 'batch'
      readonly table: string
      readonly rows: number
      readonly rowsNow: number
      readonly total: number | undefined
      readonly ms: number
    }
  | { readonly kind: 'paused'; readonly table: string; readonly why: string }
  | Seen

export interface RunBatchesOptions {
  readonly pace?: Pace | undefined
  /** Whether the first batch is run beforehand, and rolled back, to see what it takes. */
  readonly explain?: boolean | undefined
  readonly vars?: Variables | undefined
  /** How long to wait for a row that somebody keeps locked. */
  readonly budgetMs?: number | undefined
  readonly onRows?: WalkOptions['onRows']
  readonly say: (progress: BatchProgress) => void
}

/** Milliseconds that a batch of the user's own code should take. */
const batchMs = 300

/** Begins anew after a break: rows that are done are passed by. */
export async function runFillStep(db: Database, step: FillStep, options: RunBatchesOptions): Promise<void> {
  const { pace = {}, explain = false, budgetMs, onRows, say } = options
  await runFill(db, step, {
    beforeBatch: paced(db, pace, (why) => say({ kind: 'paused', table: step.table, why })),
    budgetMs,
    onRows,
    onFirst: (one) => look(db, one, { analyze: explain, onSeen: say }),
    onBatch: await telling(db, step.table, 0, say),
  })
}

/** Goes on after a break: each batch and the place where it ends are committed together. */
export async function runDataStep(
  db: Database,
  step: DataStep,
  of: Omit<JournalEntry, 'finished' | 'digest'>,
  { pace = {}, explain = false, vars = {}, budgetMs, onRows, say }: RunBatchesOptions,
): Promise<void> {
  const cursors = await Cursors.open(db, { ...of, digest: stepDigest(step) })
  const from = await cursors.read()
  const options = {
    batchMs,
    firstRows: 500,
    size: step.size,
    from,
    budgetMs,
    onRows,
    beforeBatch: paced(db, pace, (why) => say({ kind: 'paused', table: step.table, why })),
    onBatch: await telling(db, step.table, from?.rows ?? 0, say),
  }
  const seen = new Set<string>()
  const first = watched(db, async (one) => {
    if (!seen.has(one.sql)) await look(db, one, { analyze: explain, onSeen: say })
    seen.add(one.sql)
  })
  let isFirst = true
  await walk(db, step, options, async ({ range, done, lockTimeoutMs }) => {
    await db.transaction(async () => {
      await db.script(briefly(lockTimeoutMs))
      await step.run(isFirst ? first : db, range, vars)
      await cursors.write(done)
    })
    isFirst = false
  })
}

async function telling(
  db: Database,
  table: string,
  before: number,
  say: (progress: BatchProgress) => void,
): Promise<(done: Cursor) => void> {
  const total = (await relationSizes(db, [table])).get(table)?.rows
  const start = performance.now()
  return ({ rows }) => say({ kind: 'batch', table, rows, rowsNow: rows - before, total, ms: performance.now() - start })
}
