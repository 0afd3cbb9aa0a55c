import type { StepForecast } from '../migrations/forecast/forecast'
import type { PlanForecast } from '../migrations/forecast/read'
import type { Plan, PlannedMigration } from '../migrations/plan'
import type { Operation } from '../operations/operation'
import { RunSQL, type Sql } from '../operations/run-sql'

/** One migration of a plan, as people read it. */
export interface PlannedText {
  readonly app: string
  readonly name: string
  readonly direction: 'forwards' | 'backwards'
  /** Its file is gone, and its record says what it does. */
  readonly isLost?: true
  /** In the order in which they run. */
  readonly operations: readonly PlannedOperation[]
}

export interface PlannedOperation {
  readonly description: string
  /** The beginning of SQL that the user wrote. */
  readonly detail: string | undefined
  /** Undone, whether it cannot be. */
  readonly irreversible: boolean
  /** What it takes of those who use the database, where there is one to ask. */
  readonly steps: readonly StepForecast[]
}

export function plannedTexts({ migrations }: Plan, forecast?: PlanForecast): readonly PlannedText[] {
  return migrations.map((planned, index) => {
    const { app, name, operations } = planned.migration
    const foreseen = forecast?.migrations[index] ?? []
    const texts = operations.map((operation, at) => ({
      ...plannedOperation(operation, planned),
      steps: foreseen.find(({ place }) => place === at + 1)?.steps ?? [],
    }))
    const { direction, isLost } = planned
    const inOrder = direction === 'forwards' ? texts : texts.reverse()
    return { app, name, direction, ...(isLost && { isLost }), operations: inOrder }
  })
}

export function plannedLines(
  { app, name, direction, isLost, operations }: PlannedText,
  linesOf: (step: StepForecast) => readonly string[] = () => [],
): readonly string[] {
  const undo = direction === 'forwards' ? '' : 'Undo '
  return [
    `${app}.${name}${isLost ? ' (from its record)' : ''}`,
    ...operations.flatMap(({ description, detail, irreversible, steps }) => {
      const more = irreversible ? ' -> IRREVERSIBLE' : detail === undefined ? '' : ` -> ${detail}`
      return [`    ${undo}${description}${more}`, ...steps.flatMap(linesOf).map((line) => `      ${line}`)]
    }),
  ]
}

function plannedOperation(operation: Operation, { direction }: PlannedMigration): Omit<PlannedOperation, 'steps'> {
  const irreversible = direction === 'backwards' && operation.irreversible() !== undefined
  return { description: operation.describe(), detail: detailOf(operation, direction), irreversible }
}

function detailOf(operation: Operation, direction: 'forwards' | 'backwards'): string | undefined {
  if (!(operation instanceof RunSQL)) return undefined
  const sql = direction === 'forwards' ? operation.args.sql : operation.args.reverseSql
  return sql === undefined ? undefined : shortened(textOf(sql))
}

function textOf(sql: Sql): string {
  if (typeof sql === 'string') return sql
  return sql.map((one) => (typeof one === 'string' ? one : one[0])).join('; ')
}

/** One line of at most 40 characters, as Django's. */
function shortened(text: string): string | undefined {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return undefined
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
