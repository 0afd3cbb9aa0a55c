import { holdsUpLong } from '../backends/postgres/online/alone'
import { postgresSchemaFor } from '../backends/postgres/schema-editor'
import { StrataError } from '../base/errors'
import { batches } from '../migrations/batches'
import type { PlannedMigration } from '../migrations/plan'
import type { Operation } from '../operations/operation'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'

/** How tables that others use are changed: as migrate does by itself, or at once. */
export type LintStrategy = 'online' | 'direct'

/** One operation in PostgreSQL's words. */
export interface Compiled {
  readonly operation: Operation
  readonly place: number
  /** What it does, at once. */
  readonly steps: readonly Step[]
  /** The transaction that each of them is in, by number; undefined: one of its own. */
  readonly transactions: readonly (number | undefined)[]
  /** Whether migrate does it beside those who use the tables. */
  readonly isOnline: boolean
}

export interface Editors {
  readonly strategy: LintStrategy
  readonly direct: SchemaEditor
  readonly online: SchemaEditor
  /** Tables that the run has made, which nobody waits for. */
  readonly made: ReadonlySet<string>
}

/** The editors of a run: that for online changes learns which tables the run has made. */
export function editorsFor(strategy: LintStrategy, version: number): Editors {
  return {
    strategy,
    direct: postgresSchemaFor({ version }),
    online: postgresSchemaFor({ version, strategy }),
    made: new Set(),
  }
}

export interface CompiledMigration {
  readonly operations: readonly Compiled[]
  readonly editors: Editors
}

/** A migration as it is run, operation by operation. */
export function compiled(
  { migration }: Pick<PlannedMigration, 'migration'>,
  states: readonly ProjectState[],
  editors: Editors,
): CompiledMigration {
  let { online } = editors
  const made = new Set(editors.made)
  const all = migration.operations.map((operation, index) => {
    const change = { app: migration.app, from: at(states, index), to: at(states, index + 1) }
    const direct = operation.forwards({ ...change, schema: editors.direct })
    const chosen = chosenSteps(() => operation.forwards({ ...change, schema: online }))
    online = online.after?.(chosen ?? direct) ?? online
    for (const { creates } of chosen ?? direct) if (creates !== undefined) made.add(creates)
    return { operation, place: index + 1, direct, chosen }
  })
  const work = all.map(({ operation, place, direct, chosen }) => ({ operation, place, steps: chosen ?? direct }))
  const groups = batches(work, { atomic: migration.atomic })
  const operations = all.map(({ operation, place, direct, chosen }): Compiled => {
    const runs = groups.flatMap(({ transaction, steps }, group) =>
      steps
        .filter((one) => one.place === place && one.number !== undefined)
        .map(() => (transaction ? group : undefined)),
    )
    const isSame = chosen === undefined || sameText(chosen, direct)
    return {
      operation,
      place,
      steps: direct,
      transactions: isSame ? runs : direct.map(() => undefined),
      isOnline: editors.strategy === 'online' && chosen?.every((step) => isOnline(step, made)) === true,
    }
  })
  return { operations, editors: { ...editors, online, made } }
}

/** Whether nobody waits long for a step. Rows that are changed a few at a time are locked for as long as those few take. */
function isOnline(step: Step, made: ReadonlySet<string>): boolean {
  if (step.kind !== 'sql') return step.kind !== 'code'
  return (
    step.locks !== undefined && !holdsUpLong({ ...step, locks: step.locks.filter(({ table }) => !made.has(table)) })
  )
}

/** undefined: there is no way but at once. */
function chosenSteps(compile: () => readonly Step[]): readonly Step[] | undefined {
  try {
    return compile()
  } catch (error) {
    if (error instanceof StrataError && error.code === 'schema.no-online-way') return undefined
    throw error
  }
}

function sameText(a: readonly Step[], b: readonly Step[]): boolean {
  const text = (step: Step): string => (step.kind === 'sql' ? step.sql : step.label)
  return a.length === b.length && a.every((step, index) => text(step) === (b[index] && text(b[index])) && !step.alone)
}

function at(states: readonly ProjectState[], index: number): ProjectState {
  const state = states[index]
  if (state === undefined) throw new Error(`a migration has ${states.length} states and is asked for number ${index}`)
  return state
}
