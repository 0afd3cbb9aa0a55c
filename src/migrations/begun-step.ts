import { StrataError } from '../base/errors'
import type { Step } from '../schema/step'
import { numbered } from './batches'
import { operationFacts, operationWords, placeOf } from './errors'
import type { Job } from './jobs'
import type { JournalEntry } from './records'
import { resumeCommand } from './resume'

/** What a person has found of a step that a run was cut off in: it is done, or it has to be run again. */
export type Begun = 'done' | 'again'

/**
 * Whether nobody can tell if it is done, once a run was cut off in it outside any transaction: SQL and code of the
 * user's own. Steps of ours look at what is there, or can be run twice.
 */
export function isUncertain(step: Step): boolean {
  return step.kind === 'code' || (step.kind === 'sql' && step.locks === undefined)
}

/** The steps of a job that are in doubt, as finished or as they are: whichever a person says. */
export function settled(job: Job, begun: Begun | undefined, database: string | undefined): readonly JournalEntry[] {
  const all = numbered(job.work)
  const inDoubt = job.journal.filter(({ step, finished }) => {
    const own = all[step - 1]?.step
    return !finished && own !== undefined && isUncertain(own)
  })
  const [first] = inDoubt
  if (first !== undefined && begun === undefined) throw new BegunStepError(job, first, database)
  return begun === 'done' ? inDoubt.map((entry) => ({ ...entry, finished: true })) : []
}

export class BegunStepError extends StrataError {
  constructor({ planned, work }: Job, { step: number }: JournalEntry, database: string | undefined) {
    const { migration, origin } = planned
    const { step, place: operation = 1 } = numbered(work)[number - 1] ?? {}
    const place = { migration, file: origin?.file, operation }
    const resume = resumeCommand(database)
    super({
      code: 'migrate.begun-step',
      message: `${placeOf(migration, origin?.file)}, ${operationWords(place)}: an earlier run was cut off in it, outside any transaction, so that only a look at the database tells whether it is done.`,
      hint: `Nothing was run. If it is done: '${resume} --begun done'. If it is not: '${resume} --begun again'.`,
      facts: {
        app: migration.app,
        name: migration.name,
        file: origin?.file,
        ...operationFacts(place),
        step: number,
        sql: step?.kind === 'sql' ? step.sql : undefined,
        database,
      },
    })
  }
}
