import { isCancelled } from '../../backends/postgres/cancelled'
import { quoteName } from '../../backends/postgres/compiler'
import { DatabaseError } from '../../backends/postgres/database-error'
import type { Demand } from '../../schema/demand'
import type { Database } from '../../sql/database'
import { statement } from '../../sql/statement'
import type { Job } from '../jobs'
import type { Progress } from '../progress'
import { CancelledError } from '../stop'
import { type Offence, PreflightError } from './errors'
import { type Question, questionsOf } from './questions'

/** Milliseconds for one query: what takes longer is found by the step itself. */
const limits = { statement: 10_000, lock: 1000 } as const

/** How many rows are named. */
const shown = 10

/** Refuses a plan of which a step would fail for what is there, before anything is touched. */
export async function preflight(db: Database, jobs: readonly Job[], say: (progress: Progress) => void): Promise<void> {
  const offences: Offence[] = []
  const answers = new Map<string, Found | string>()
  for (const question of questionsOf(jobs)) {
    const { planned, operation, demand, decidable } = question
    const { app, name } = planned.migration
    const left = (why: string): void => {
      if (demand.of === 'rows')
        say({ kind: 'not-looked-at', app, name, description: operation.describe(), table: demand.table, why })
    }
    if (!decidable) left('what runs before it may change the answer')
    else {
      const found = answers.get(demand.rows) ?? (await ask(db, demand))
      answers.set(demand.rows, found)
      if (typeof found === 'string') left(found)
      else if (found.count > 0) offences.push({ ...offenceOf(question), ...found })
    }
  }
  if (offences.length > 0) throw new PreflightError(offences)
}

function offenceOf({ planned, place, operation, demand }: Question): Omit<Offence, keyof Found> {
  const { app, name } = planned.migration
  const { of, table, wrong, key } = demand
  return { of, app, name, file: planned.origin?.file, place, operation: operation.describe(), table, wrong, key }
}

interface Found {
  readonly count: number
  readonly rows: readonly (readonly string[])[]
}

/** What is in question, or why it cannot be found. */
async function ask(db: Database, { rows, key }: Demand): Promise<Found | string> {
  const names = key.map(quoteName)
  const texts = names.map((name, i) => `${name}::text AS key_${i}, `).join('')
  const order = names.length === 0 ? '' : ` ORDER BY ${names.join(', ')}`
  const sql = `SELECT ${texts}(count(*) OVER ())::double precision FROM (${rows}) AS wrong${order} LIMIT ${shown}`
  const begun = performance.now()
  try {
    const found = await db.transaction(async () => {
      await db.script(
        `SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${limits.statement}; SET LOCAL lock_timeout = ${limits.lock}`,
      )
      return db.run(statement(sql))
    })
    return {
      count: Number(found.rows[0]?.at(-1) ?? 0),
      rows: key.length === 0 ? [] : found.rows.map((row) => row.slice(0, -1).map(String)),
    }
  } catch (error) {
    if (isCancelled(error, performance.now() - begun, limits.statement)) throw new CancelledError(error)
    if (error instanceof DatabaseError && error.sqlstate in undecided) return undecided[error.sqlstate] ?? ''
    throw error
  }
}

/** Failures that say nothing of the rows. */
const undecided: Readonly<Record<string, string>> = {
  '57014': `it would take longer than ${limits.statement / 1000} s`,
  '55P03': 'the table is locked',
  '42P01': 'the table is not there yet',
  '42703': 'the column is not there yet',
  '42883': 'it calls a function that is not there yet',
  '42704': 'it has a type that is not there yet',
  '42501': 'the rows may not be read',
}
