import type { Operation } from '../operations/operation'
import type { SchemaEditor } from '../schema/schema-editor'
import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { OperationError } from './errors'
import type { PlannedMigration } from './plan'

/** What one operation of a migration takes. */
export interface OperationSteps {
  /** Its place in the migration, from 1. */
  readonly place: number
  readonly operation: Operation
  readonly steps: readonly Step[]
}

/** What a migration takes, operation by operation in the order in which they run: what sqlmigrate prints and migrate runs. */
export function steps(planned: PlannedMigration, schema: SchemaEditor): readonly OperationSteps[] {
  const states = planned.states()
  const all = planned.migration.operations.map((operation, index) => ({ operation, index }))
  const order = planned.direction === 'forwards' ? all : all.reverse()
  let editor = schema
  return order.map(({ operation, index }) => {
    const [before, after] = [stateAt(states, index), stateAt(states, index + 1)]
    const own = operationSteps(planned, index, before, after, editor)
    editor = editor.after?.(own) ?? editor
    return { place: index + 1, operation, steps: own }
  })
}

function operationSteps(
  { migration, direction, origin }: PlannedMigration,
  index: number,
  before: ProjectState,
  after: ProjectState,
  schema: SchemaEditor,
): readonly Step[] {
  const operation = migration.operations[index]
  const { app } = migration
  try {
    if (operation === undefined) return []
    return direction === 'forwards'
      ? operation.forwards({ app, from: before, to: after, schema })
      : operation.backwards({ app, from: after, to: before, schema })
  } catch (cause) {
    throw new OperationError({ migration, file: origin?.file, operation: index + 1 }, 'steps', cause)
  }
}

function stateAt(states: readonly ProjectState[], index: number): ProjectState {
  const state = states[index]
  if (state === undefined) throw new Error(`a plan has ${states.length} states and is asked for number ${index}`)
  return state
}
