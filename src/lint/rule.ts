import type { Finds } from './subject'

export type Severity = 'error' | 'warning' | 'info'

/** `off`: a matter of taste, which the settings turn on. */
export type Level = Severity | 'off'

/**
 * What a rule is about: who waits for a lock; what the release before still does; rows; how the migration is run.
 * What migrate does beside readers and writers is no finding of those about locks.
 */
export type Concern = 'locks' | 'releases' | 'data' | 'running'

export interface Rule {
  /** Stable: what settings and assurances name. */
  readonly id: string
  /** `add-column-volatile-default`: the same for people. */
  readonly name: string
  readonly severity: Level
  readonly about: Concern
  /** What was found, as a message begins. */
  readonly title: string
  readonly why: string
  readonly instead: string
  /** SQL of one migration each, over the tables of `example.ts`. */
  readonly bad: readonly string[]
  readonly good: readonly string[]
  readonly finds: Finds
}
