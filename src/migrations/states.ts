import type { ProjectState } from '../state/project-state'
import { OperationError } from './errors'
import type { Migration } from './migration'

/** The state before each operation of a migration, and after the last. */
export function statesOf(migration: Migration, before: ProjectState, file?: string): readonly ProjectState[] {
  const states = [before]
  applyAll(migration, before, file, (state) => states.push(state))
  return states
}

/** The state after the last operation of a migration: those on the way are let go of. */
export function stateAfter(migration: Migration, before: ProjectState, file?: string): ProjectState {
  return applyAll(migration, before, file)
}

function applyAll(
  migration: Migration,
  before: ProjectState,
  file: string | undefined,
  onState?: (state: ProjectState) => void,
): ProjectState {
  let state = before
  for (const [index, operation] of migration.operations.entries()) {
    try {
      state = operation.apply(migration.app, state)
    } catch (cause) {
      throw new OperationError({ migration, file, operation: index + 1 }, 'apply', cause)
    }
    onState?.(state)
  }
  return state
}
