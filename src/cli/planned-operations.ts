import type { Plan, PlannedMigration } from '../migrations/plan'
import type { Operation } from '../operations/operation'
import { RunSQL, type Sql } from '../operations/run-sql'

/** One migration of a plan, as people read it. */
export interface PlannedText {
  readonly app: string
  readonly name: string
  readonly direction: 'forwards' | 'backwards'
  /** In the order in which they run. */
  readonly operations: readonly PlannedOperation[]
}

export interface PlannedOperation {
  readonly description: string
  /** The beginning of SQL that the user wrote. */
  readonly detail: string | undefined
  /** Undone, whether it cannot be. */
  readonly irreversible: boolean
}

export function plannedTexts({ migrations }: Plan): readonly PlannedText[] {
  return migrations.map((planned) => {
    const { app, name, operations } = planned.migration
    const texts = operations.map((operation) => plannedOperation(operation, planned))
    const { direction } = planned
    return { app, name, direction, operations: direction === 'forwards' ? texts : texts.reverse() }
  })
}

export function plannedLines({ app, name, direction, operations }: PlannedText): readonly string[] {
  const undo = direction === 'forwards' ? '' : 'Undo '
  return [
    `${app}.${name}`,
    ...operations.map(({ description, detail, irreversible }) => {
      const more = irreversible ? ' -> IRREVERSIBLE' : detail === undefined ? '' : ` -> ${detail}`
      return `    ${undo}${description}${more}`
    }),
  ]
}

function plannedOperation(operation: Operation, { direction }: PlannedMigration): PlannedOperation {
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
