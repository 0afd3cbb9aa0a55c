import { hasDomains } from '../../backends/postgres/catalog/relations-named'
import { type Companions, companionsOf } from '../../backends/postgres/companions'
import { DatabaseError } from '../../backends/postgres/database-error'
import type { Blocker } from '../../backends/postgres/lock-queue'
import { blockersOf } from '../../backends/postgres/lock-queue'
import { type OnUpdate, onUpdate } from '../../backends/postgres/on-update'
import { type RelationSize, relationSizes } from '../../backends/postgres/relation-sizes'
import { hasTables } from '../../backends/postgres/table-facts'
import type { SchemaEditor } from '../../schema/schema-editor'
import type { Lock, Step } from '../../schema/step'
import type { Database } from '../../sql/database'
import { type Job, jobsOf } from '../jobs'
import { strongLocks } from '../patience'
import type { Plan } from '../plan'
import { irreversibleOf } from '../plan'
import { Recorder } from '../recorder'
import type { OperationForecast } from './forecast'
import { forecast, relationsOf } from './forecast'
import type { ForeseenStep, ForeseeSql } from './foreseen'

/** What a run would do to those who use the database. */
export interface PlanForecast {
  /** One a migration of the plan. */
  readonly migrations: readonly (readonly OperationForecast[])[]
  /** Who would be in the way of it now. */
  readonly inTheWay: readonly Blocker[]
}

/** Reads the catalog and nothing else. A plan that cannot be undone has no steps to speak of. */
export async function readForecast(
  db: Database,
  plan: Plan,
  schemaFor: (plan: Plan) => Promise<SchemaEditor>,
  foreseeSql: ForeseeSql,
): Promise<PlanForecast> {
  if (plan.migrations.length === 0 || irreversibleOf(plan).length > 0) return { migrations: [], inTheWay: [] }
  const planned = jobsOf(plan, await schemaFor(plan), await new Recorder(db).journal())
  const { jobs, foreseen } = await lookedInto(db, planned, foreseeSql)
  const sizes = await relationSizes(db, relationsOf(jobs))
  const locks = stepsOf(jobs).flatMap(strongLocks)
  const inTheWay = sizes.size === 0 ? [] : await blockersOf(db, unique(locks))
  const inUse = sizes.size > 0 || (await hasTables(db))
  const known = {
    sizes,
    foreseen,
    inUse,
    left: await leftToDo(db, jobs, sizes),
    companions: await resting(db, jobs),
    onUpdate: await alongUpdates(db, jobs, sizes, foreseen),
  }
  return { migrations: forecast(jobs, known), inTheWay }
}

interface LookedInto {
  readonly jobs: readonly Job[]
  readonly foreseen: ReadonlyMap<Step, ForeseenStep>
}

/** The same jobs with a step for each statement of the user's own SQL, and of ours that comes upon a domain. */
async function lookedInto(db: Database, jobs: readonly Job[], foreseeSql: ForeseeSql): Promise<LookedInto> {
  const steps = stepsOf(jobs)
  const hasOwn = steps.some((step) => step.kind === 'sql' && step.locks === undefined)
  if (!hasOwn && !(await hasDomains(db))) return { jobs, foreseen: new Map() }
  const found = await foreseeSql(db, steps)
  const stated = (step: Step): readonly Step[] => found.get(step)?.map((one) => one.step) ?? [step]
  return {
    jobs: jobs.map((job) => ({
      ...job,
      work: job.work.map((one) => ({ ...one, steps: one.steps.flatMap(stated) })),
    })),
    foreseen: new Map([...found.values()].flat().map((one) => [one.step, one])),
  }
}

function stepsOf(jobs: readonly Job[]): readonly Step[] {
  return jobs.flatMap(({ work }) => work.flatMap(({ steps }) => steps))
}

/** Milliseconds: a count that takes longer is not worth it. */
const countMs = 5000

/** What data operations would find, if they began now. */
async function leftToDo(
  db: Database,
  jobs: readonly Job[],
  sizes: ReadonlyMap<string, RelationSize>,
): Promise<ReadonlyMap<Step, number>> {
  const left = new Map<Step, number>()
  for (const step of stepsOf(jobs)) {
    if (step.kind !== 'data' || !sizes.has(step.table)) continue
    try {
      await db.transaction(async () => {
        await db.script(
          `SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${countMs}; SET LOCAL lock_timeout = 200`,
        )
        left.set(step, await step.count(db))
      })
    } catch (error) {
      // It takes too long, or speaks of what comes before it in the plan.
      if (!(error instanceof DatabaseError)) throw error
    }
  }
  return left
}

async function resting(db: Database, jobs: readonly Job[]): Promise<ReadonlyMap<Step, Companions>> {
  const found = new Map<Step, Companions>()
  for (const step of stepsOf(jobs)) {
    if (step.drops !== undefined) found.set(step, await companionsOf(db, step.drops.table, step.drops.column))
  }
  return found
}

/** SQL of the user's own was looked into for that as well. */
async function alongUpdates(
  db: Database,
  jobs: readonly Job[],
  sizes: ReadonlyMap<string, RelationSize>,
  foreseen: ReadonlyMap<Step, unknown>,
): Promise<ReadonlyMap<Step, OnUpdate>> {
  const found = new Map<Step, OnUpdate>()
  for (const step of stepsOf(jobs)) {
    const [table] = step.scans
    if (!step.writesRows || table === undefined || !sizes.has(table) || foreseen.has(step)) continue
    const along = await onUpdate(db, table, textOf(step))
    if (along.triggers.length > 0 || along.isSecured) found.set(step, along)
  }
  return found
}

/** What sets the columns, as far as it is SQL. */
function textOf(step: Step): string | undefined {
  switch (step.kind) {
    case 'sql':
      return step.sql
    case 'fill':
      return step.set
    case 'data':
    case 'code':
      return undefined
  }
}

function unique(locks: readonly Lock[]): readonly Lock[] {
  return [...new Map(locks.map((lock) => [`${lock.mode} ${lock.table}`, lock])).values()]
}
