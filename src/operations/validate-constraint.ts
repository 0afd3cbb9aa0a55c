import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { argumentsOf } from './arguments'
import { CreateModel } from './create-model'
import type { Change, Touches } from './operation'
import { keyOf, Operation, touching } from './operation'

export interface ValidateConstraintArgs {
  readonly model: string
  readonly name: string
}

/** Looks at the rows that AddConstraintNotValid left aside, without blocking writes. Undone, nothing has to be done. */
export class ValidateConstraint extends Operation<ValidateConstraintArgs> {
  static override readonly takes = argumentsOf<ValidateConstraintArgs>({ model: 'required', name: 'required' })
  readonly symbol = '~'

  get model(): string {
    return this.args.model
  }

  override apply(app: string, state: ProjectState): ProjectState {
    state.model(keyOf(app, this.model)).constraint(this.args.name)
    return state
  }

  override forwards({ app, to, schema }: Change): readonly Step[] {
    const key = keyOf(app, this.model)
    const model = to.model(key)
    return model.managed ? schema.validateConstraint(to, key, this.args.name) : []
  }

  override backwards(_change: Change): readonly Step[] {
    return []
  }

  override describe(): string {
    return `Validate constraint ${this.args.name} on model ${this.model}`
  }

  override nameFragment(): string {
    return `${this.model}_validate_${this.args.name}`.toLowerCase()
  }

  /** In a table that is created with the constraint no row is left aside. */
  override foldInto(earlier: Operation): readonly Operation[] | undefined {
    if (!(earlier instanceof CreateModel) || earlier.args.name !== this.model) return undefined
    const created = earlier.args.options?.constraints?.some(({ options }) => options.name === this.args.name)
    return created === true ? [earlier] : undefined
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    return touching({ reads: [key], writes: [`${key}@${this.args.name}`] })
  }
}
