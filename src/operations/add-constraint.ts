import type { Constraint } from '../constraints/constraint'
import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { ModelChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, nameTouched, touching } from './operation'
import { fieldsOfConstraint } from './references'

export interface AddConstraintArgs {
  readonly model: string
  readonly constraint: Constraint
}

/** Adds a constraint; the rows that are there must meet it. */
export class AddConstraint extends ModelChange<AddConstraintArgs> {
  static override readonly takes = argumentsOf<AddConstraintArgs>({ model: 'required', constraint: 'required' })
  readonly symbol = '+'

  get model(): string {
    return this.args.model
  }

  override changed(model: ModelState): ModelState {
    return model.withOptions({ constraints: [...model.constraints, this.args.constraint] })
  }

  override describe(): string {
    return `Create constraint ${this.args.constraint.options.name} on model ${this.model}`
  }

  override nameFragment(): string {
    return `${this.model}_${this.args.constraint.options.name}`.toLowerCase()
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    const fields = [...fieldsOfConstraint(this.args.constraint)].map((field) => `${key}.${field}`)
    return touching({
      reads: [key, ...fields],
      writes: [`${key}@${this.args.constraint.options.name}`, nameTouched(this.args.constraint.options.name)],
    })
  }
}
