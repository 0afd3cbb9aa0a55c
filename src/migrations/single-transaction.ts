import { StrataError } from '../base/errors'
import type { Database } from '../sql/database'
import { batches, numbered } from './batches'
import { type OperationPlace, operationFacts, operationWords, placeOf } from './errors'
import type { Job } from './jobs'

/** A plan that one transaction is to hold, and cannot: known before anything is run. */
export function refuseParts(jobs: readonly Job[]): void {
  const found = jobs.flatMap(partsOf)
  if (found.length > 0) throw new SingleTransactionError(found)
}

/** Where each migration has a transaction of its own, its commit does that: checks that wait are in the way of the next. */
export async function settle(db: Database, { work }: Job): Promise<void> {
  await db.script('SET LOCAL lock_timeout TO DEFAULT')
  const writesRows = work.some(({ steps }) => steps.some((step) => step.writesRows))
  if (writesRows) await db.script('SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED')
}

/** What keeps a migration from being one batch. */
function partsOf({ planned: { migration, origin }, work }: Job): readonly OperationPlace[] {
  const all = batches(work, { atomic: migration.atomic })
  if (all.length < 2 && all[0]?.transaction !== false) return []
  const apart = numbered(work).filter(({ step }) => !migration.atomic || step.alone || !step.transactional)
  const places = [...new Set(apart.map(({ place }) => place))]
  return places.map((operation) => ({ migration, file: origin?.file, operation }))
}

/** Steps that no transaction holds, or that must not hold their locks for as long as a plan takes. */
export class SingleTransactionError extends StrataError {
  constructor(found: readonly OperationPlace[]) {
    const each = found.map((one) => `${placeOf(one.migration, one.file)}, ${operationWords(one)}`)
    super({
      code: 'migrate.single-transaction',
      message: `One transaction cannot hold the plan, and nothing was run: ${each.join('; ')}`,
      hint: 'Run it without --single-transaction: each migration then has its own, or goes on where it stopped.',
      facts: { operations: found.map(operationFacts) },
    })
  }
}
