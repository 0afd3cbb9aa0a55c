import type { Step } from '../schema/step'
import type { IndexFinding } from './index-step'
import type { MigrationKey } from './migration'
import type { Waiting } from './patience'
import type { Direction, Plan } from './plan'

interface Of {
  readonly app: string
  readonly name: string
}

interface Finished extends Of {
  /** Recorded without having been run. */
  readonly faked: boolean
  readonly ms: number
}

/** What a run tells while it goes on. */
export type Progress =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | ({ readonly kind: 'apply-start' | 'undo-start' } & Of)
  | ({ readonly kind: 'apply-done' | 'undo-done' } & Finished)
  /** A migration that was left half way goes on after the steps that are done. */
  | ({ readonly kind: 'resume'; readonly finished: number; readonly steps: number } & Of)
  | ({ readonly kind: 'step'; readonly operation: number; readonly description: string; readonly step: Step } & Of)
  | ({ readonly kind: 'step-done'; readonly operation: number; readonly ms: number } & Of)
  /** Others are in the way of a step. */
  | ({ readonly kind: 'blocked' } & Waiting & Of)
  | ({ readonly kind: 'index'; readonly finding: IndexFinding; readonly index: string } & Of)
  /** Steps of an operation that the rows did not allow were undone. */
  | ({ readonly kind: 'taken-back'; readonly steps: number } & Of)
  /** A squashed migration is applied, since all that it replaces is. */
  | ({ readonly kind: 'recorded' } & Of)

export interface DoneMigration extends Finished {
  readonly direction: Direction
}

export interface Report {
  /** In the order in which they ran. */
  readonly done: readonly DoneMigration[]
  /** Squashed migrations that were recorded, since all that they replace is applied. */
  readonly recorded: readonly MigrationKey[]
}
