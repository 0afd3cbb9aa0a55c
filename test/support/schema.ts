import { postgresSchema } from '../../src/backends/postgres/schema-editor'
import type { Operation } from '../../src/operations/operation'
import type { Step } from '../../src/schema/step'
import type { Connection } from '../../src/sql/connection'
import { ProjectState } from '../../src/state/project-state'

/** Runs the SQL of steps as they come. */
export async function runSteps(connection: Connection, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step.kind !== 'sql') throw new Error(`${step.label} is no SQL`)
    await connection.run(step)
  }
}

/** Makes all tables of a state in an empty database. */
export async function createAll(connection: Connection, state: ProjectState): Promise<void> {
  await runSteps(connection, postgresSchema.change({ from: ProjectState.empty, to: state, models: [...state.keys()] }))
}

export interface Applied {
  readonly operation: Operation
  readonly from: ProjectState
  readonly to: ProjectState
}

/** The states around each operation. */
export function applied(app: string, start: ProjectState, operations: readonly Operation[]): Applied[] {
  let from = start
  return operations.map((operation) => {
    const to = operation.apply(app, from)
    const step = { operation, from, to }
    from = to
    return step
  })
}

export function stepsForwards(app: string, { operation, from, to }: Applied): readonly Step[] {
  return operation.forwards({ app, from, to, schema: postgresSchema })
}

export function stepsBackwards(app: string, { operation, from, to }: Applied): readonly Step[] {
  return operation.backwards({ app, from: to, to: from, schema: postgresSchema })
}
