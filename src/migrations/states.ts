import type { ProjectState } from '../state/project-state'
import { OperationError } from './errors'
import type { Migration } from './migration'

/** The state before each operation of a migration, and after the last. */
export function statesOf(migration: Migration, before: ProjectState, file?: string): readonly ProjectState[] {
  const states = [before]
  let state = before
  for (const [index, operation] of migration.operations.entries()) {
    try {
      state = operation.apply(migration.app, state)
    } catch (cause) {
      throw new OperationError({ migration, file, operation: index + 1 }, 'apply', cause)
    }
    states.push(state)
  }
  return states
}
