import type { ForeseeSql } from '../migrations/forecast/foreseen'
import type { PlanForecast } from '../migrations/forecast/read'
import type { Plan } from '../migrations/plan'
import type { RunSchemaOptions } from '../migrations/run-schema'
import type { Context } from './context'
import { stepLines, totalLines } from './forecast-lines'
import type { Output } from './output'
import { type PlannedText, plannedLines, plannedTexts } from './planned-operations'

export interface PlanData {
  readonly kind: 'plan'
  readonly planned: readonly PlannedText[]
  /** Sessions that hold now what the plan would have to lock. */
  readonly inTheWay: PlanForecast['inTheWay']
}

/** What a run would do, and what it would take of those who use the database if there is one. */
export async function foreseen(
  context: Context,
  plan: Plan,
  { database, ...options }: RunSchemaOptions & { readonly database: string },
): Promise<PlanData> {
  const db = await context.databaseIfMade(database)
  if (db === undefined) return { kind: 'plan', planned: plannedTexts(plan), inTheWay: [] }
  const { readForecast } = await import('../migrations/forecast/read')
  const { schemaForRun } = await import('../migrations/run-schema')
  const forecast = await readForecast(db, plan, schemaForRun(db, options), foreseeSql)
  return { kind: 'plan', planned: plannedTexts(plan, forecast), inTheWay: forecast.inTheWay }
}

/** PostgreSQL's parser is loaded for a plan with SQL of the user's own, and for no other. */
const foreseeSql: ForeseeSql = async (db, steps) => {
  const { foreseeOn } = await import('../lint/foresight')
  return foreseeOn(db, steps)
}

/** `-v 0` prints the operations, `-v 1` also what their steps take, `-v 2` the SQL of these as a whole. */
export function printPlan(out: Output, { planned, inTheWay }: PlanData): void {
  const { verbosity, style } = out
  out.line(style.heading('Planned operations:'))
  if (planned.length === 0) out.line('  No planned migration operations.')
  const lines = planned.flatMap((one) =>
    plannedLines(one, (step) => (verbosity === 0 ? [] : stepLines(step, { whole: verbosity > 1 }))),
  )
  for (const line of lines) out.line(line)
  for (const line of totalLines(planned, inTheWay)) out.info(line)
}
