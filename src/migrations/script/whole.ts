import type { SqlStep } from '../../schema/step'
import type { Batch } from '../batches'
import type { Job } from '../jobs'
import { recordStatements, unrecordStatements } from '../records'
import { type Guards, lockOrFail, refuseJournal } from './guards'
import { block, dollarQuoted, inlined, inTransaction, literal, terminated } from './words'

/** A migration that one transaction holds, as one statement. */
export function wholeMigration(job: Job, guards: Guards, batch: Batch | undefined): string {
  return inTransaction(
    block([
      ...lockOrFail('the transaction ends'),
      ...guards.skip,
      ...guards.demands,
      ...refuseJournal(job, []),
      ...executed(job, batch),
      ...recordLines(job),
    ]),
  )
}

/** The steps of a batch as statements of PL/pgSQL, below what their operations say of themselves. */
export function executed({ planned }: Job, batch: Batch | undefined): readonly string[] {
  let last: number | undefined
  return (batch?.steps ?? []).flatMap(({ step, place }) => {
    const lines = step.kind === 'sql' ? execute(step) : []
    if (place === last) return lines
    last = place
    return [`-- ${oneLine(planned.migration.operations[place - 1]?.describe() ?? '')}`, ...lines]
  })
}

export function recordLines({ planned }: Job): readonly string[] {
  const statements = planned.direction === 'forwards' ? recordStatements(planned, false) : unrecordStatements(planned)
  return statements.map((one) => terminated(inlined(one)))
}

/** Parameters get their types from the server, as those of a driver do. */
function execute({ sql, params }: SqlStep): readonly string[] {
  if (params.length === 0) return [`EXECUTE ${dollarQuoted(sql, 'sql')};`]
  const name = 'strata_step'
  return [
    `IF EXISTS (SELECT FROM pg_prepared_statements WHERE name = '${name}') THEN DEALLOCATE ${name}; END IF;`,
    `EXECUTE ${dollarQuoted(`PREPARE ${name} AS ${sql}`, 'sql')};`,
    `EXECUTE ${dollarQuoted(`EXECUTE ${name} (${params.map(literal).join(', ')})`, 'sql')};`,
    `DEALLOCATE ${name};`,
  ]
}

export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
