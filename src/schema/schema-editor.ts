import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Step } from './step'

/** What must be known besides the two states, because they cannot say it: what is the same thing under another name. */
export interface Renames {
  readonly models?: ReadonlyMap<ModelKey, ModelKey>
  /** Fields of one model, by its key in the new state. */
  readonly fields?: { readonly model: ModelKey; readonly names: ReadonlyMap<string, string> }
  readonly indexes?: ReadonlyMap<string, string>
}

/** A value for the rows that are there already: a plain value, an expression, or what stands for none in the column's type. */
export type Fill = { readonly model: ModelKey; readonly field: string } & (
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'empty' }
)

/** From one state to another, as far as these models go. Those that refer to them are looked after as well. */
export interface StateChange {
  readonly from: ProjectState
  readonly to: ProjectState
  /** Keys in either state. */
  readonly models: readonly ModelKey[]
  readonly renames?: Renames | undefined
  readonly fill?: Fill | undefined
  /** Builds and drops indexes without blocking writes, which no transaction allows. */
  readonly concurrently?: boolean | undefined
  /** Constraints by name that are added without looking at the rows there are. */
  readonly notValid?: readonly string[] | undefined
}

/** What a backend does about a change of state. It computes steps; it runs nothing and asks no database. */
export interface SchemaEditor {
  change(change: StateChange): readonly Step[]
  /** Looks at the rows that a constraint was added without looking at. */
  validateConstraint(state: ProjectState, model: ModelKey, name: string): readonly Step[]
}
