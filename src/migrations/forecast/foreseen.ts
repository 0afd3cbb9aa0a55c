import type { SqlStep, Step } from '../../schema/step'
import type { Database } from '../../sql/database'

/** What nobody can tell before a step is run. */
export interface Unforeseen {
  /** `locks`: it may lock more than is said; `work`: which rows it goes through. */
  readonly of: 'locks' | 'work'
  /** As it stands after "not known:". */
  readonly why: string
}

/** One statement of SQL that the user wrote, with its effects as far as they are known. */
export interface ForeseenStep {
  readonly step: SqlStep
  readonly unknown?: Unforeseen | undefined
}

/** What the user's own SQL among the steps of a plan will take, statement by statement; and of ours, what domains make of it. */
export type ForeseeSql = (db: Database, steps: readonly Step[]) => Promise<ReadonlyMap<Step, readonly ForeseenStep[]>>
