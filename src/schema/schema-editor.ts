import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { ExchangedTable } from './exchanged-table'
import type { ObjectChange, States } from './object-change'
import type { Step } from './step'

/** What must be known besides the two states, because they cannot say it: what is the same thing under another name. */
export interface Renames {
  readonly models?: ReadonlyMap<ModelKey, ModelKey>
  /** Fields of one model, by its key in the new state. */
  readonly fields?: { readonly model: ModelKey; readonly names: ReadonlyMap<string, string> }
  readonly indexes?: ReadonlyMap<string, string>
  readonly table?: ExchangedTable
}

/** A value for the rows that are there already: a plain value, an expression, or what stands for none in the column's type. */
export type Fill = { readonly model: ModelKey } & (
  | { readonly kind: 'value'; readonly field: string; readonly value: unknown }
  | { readonly kind: 'empty'; readonly field: string }
  /** Every column that comes back. */
  | { readonly kind: 'all-empty' }
)

/** A type of the database's own that is made anew under its name, the old one standing aside until no column has it. */
export interface Retyping {
  readonly type: string
  /** What the old one is called in the meantime. */
  readonly formerly: string
  /** Values that become others in the rows that hold them. */
  readonly values: ReadonlyMap<string, string>
}

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
  readonly retyping?: Retyping | undefined
}

/** What a backend does about a change of state. It computes steps; it runs nothing and asks no database. */
export interface SchemaEditor {
  change(change: StateChange): readonly Step[]
  /** What beside the tables is made, changed or dropped on the way from one state to the other. */
  object(change: ObjectChange, states: States): readonly Step[]
  /** Looks at the rows that a constraint was added without looking at. */
  validateConstraint(state: ProjectState, model: ModelKey, name: string): readonly Step[]
  /** The editor for what follows these steps: it knows the tables that they made. Absent: it makes no difference. */
  after?(steps: readonly Step[]): SchemaEditor
  /** What its steps depend on besides the states, as text: a run that goes on later makes the same steps from it. */
  readonly choices?: string | undefined
  withChoices?(choices: string): SchemaEditor
}
