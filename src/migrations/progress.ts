import type { Step } from '../schema/step'
import type { BatchProgress } from './batched/run-batches'
import type { IndexFinding } from './index-step'
import type { MigrationKey } from './migration'
import type { Waiting } from './patience'
import type { Direction, Plan } from './plan'
import type { Traced } from './tracer'

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
  | ({ readonly kind: 'apply-start' } & Of)
  /** `isLost`: its file is gone, and its record says what it does. */
  | ({ readonly kind: 'undo-start'; readonly isLost: boolean } & Of)
  | ({ readonly kind: 'apply-done' | 'undo-done' } & Finished)
  /** A migration that was left half way goes on after the steps that are done. */
  | ({ readonly kind: 'resume'; readonly finished: number; readonly steps: number } & Of)
  | ({ readonly kind: 'step'; readonly operation: number; readonly description: string; readonly step: Step } & Of)
  | ({
      readonly kind: 'step-done'
      readonly operation: number
      readonly ms: number
      readonly traced?: Traced | undefined
    } & Of)
  /** What a plan asks of rows and could not be looked at before. */
  | ({
      readonly kind: 'not-looked-at'
      readonly description: string
      readonly table: string
      readonly why: string
    } & Of)
  /** A transaction that takes about so many locks: the server is sure to have room for fewer. */
  | ({ readonly kind: 'many-locks'; readonly locks: number; readonly room: number } & Of)
  | (BatchProgress & Of)
  /** What rested on a column that was dropped, and went with it. */
  | ({
      readonly kind: 'went-along'
      readonly table: string
      readonly column: string
      readonly what: readonly string[]
    } & Of)
  /** What a dry run cannot do, since no transaction takes it back. */
  | ({ readonly kind: 'left-out'; readonly description: string; readonly step: Step } & Of)
  /** Others are in the way of a step. */
  | ({ readonly kind: 'blocked' } & Waiting & Of)
  | ({ readonly kind: 'index'; readonly finding: IndexFinding; readonly index: string } & Of)
  /** Steps of an operation that the rows did not allow were undone. */
  | ({ readonly kind: 'taken-back'; readonly steps: number } & Of)
  /** A squashed migration is applied, since all that it replaces is. */
  | ({ readonly kind: 'recorded' } & Of)

export interface DoneMigration extends Finished {
  readonly direction: Direction
  /** Undone from its record: its file is gone. */
  readonly isLost?: true
}

export interface Report {
  /** In the order in which they ran. */
  readonly done: readonly DoneMigration[]
  /** Squashed migrations that were recorded, since all that they replace is applied. */
  readonly recorded: readonly MigrationKey[]
  /** What is not as it was recorded to be, where nothing was run; a sentence each. */
  readonly differences: readonly string[]
}
