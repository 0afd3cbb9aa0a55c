import { FieldChange } from '../../operations/field-change'
import { ObjectOperation } from '../../operations/objects/object-change'
import type { Operation, Touches } from '../../operations/operation'
import { keyOf, mayChangePlaces } from '../../operations/operation'
import type { Demand } from '../../schema/demand'
import type { Job } from '../jobs'
import type { PlannedMigration } from '../plan'

/** Something that a plan asks of rows. */
export interface Question {
  readonly planned: PlannedMigration
  /** Of its operation, from 1. */
  readonly place: number
  readonly operation: Operation
  readonly demand: Demand
  /** false: what runs before it may change the answer. */
  readonly decidable: boolean
}

/**
 * Can be answered before the run: what is asked by an operation that might as well come first. Code and SQL of the
 * user's own may change anything; a migration that is half done has changed something.
 */
export function questionsOf(jobs: readonly Job[]): readonly Question[] {
  const questions: Question[] = []
  const before = new Touched()
  let hasObjects = false
  for (const { planned, work, journal } of jobs) {
    const { app } = planned.migration
    for (const { place, operation, steps } of work) {
      const touches = touchesOf(operation, app)
      const demands = steps.flatMap(({ demands = [] }) => demands)
      const isFree = journal.length === 0 && demands.length > 0 && before.allows(touches)
      for (const demand of demands) {
        // A view that steps aside for a column says nothing of that.
        const decidable = isFree && (demand.of === 'rows' || !hasObjects)
        questions.push({ planned, place, operation, demand, decidable })
      }
      before.add(touches)
      hasObjects ||= operation instanceof ObjectOperation
    }
  }
  return questions
}

/** A field that becomes a key touches its model for those who refer to that; what the rows hold is the field's alone. */
function touchesOf(operation: Operation, app: string): Touches {
  const touches = operation.touches(app)
  if (touches === 'everything' || !(operation instanceof FieldChange)) return touches
  const model = keyOf(app, operation.model)
  return { ...touches, writes: new Set([...touches.writes].filter((part) => part !== model)) }
}

/** All that was touched so far. */
class Touched {
  readonly #reads = new Set<string>()
  readonly #writes = new Set<string>()
  #everything = false

  /** Whether something might as well come before all of it. */
  allows(touches: Touches): boolean {
    return !this.#everything && mayChangePlaces({ reads: this.#reads, writes: this.#writes }, touches)
  }

  add(touches: Touches): void {
    if (touches === 'everything') this.#everything = true
    else {
      for (const part of touches.reads) this.#reads.add(part)
      for (const part of touches.writes) this.#writes.add(part)
    }
  }
}
