import type { ModelState } from '../state/model-state'
import { AddConstraint } from './add-constraint'
import { argumentsOf } from './arguments'
import { ModelChange } from './model-change'
import type { Operation, Touches } from './operation'
import { keyOf, nameTouched, touching } from './operation'
import { ValidateConstraint } from './validate-constraint'

export interface RemoveConstraintArgs {
  readonly model: string
  readonly name: string
}

/** Drops a constraint. */
export class RemoveConstraint extends ModelChange<RemoveConstraintArgs> {
  static override readonly takes = argumentsOf<RemoveConstraintArgs>({ model: 'required', name: 'required' })
  readonly symbol = '-'

  get model(): string {
    return this.args.model
  }

  override changed(model: ModelState): ModelState {
    const constraint = model.constraint(this.args.name)
    return model.withOptions({ constraints: model.constraints.filter((each) => each !== constraint) })
  }

  override describe(): string {
    return `Remove constraint ${this.args.name} from model ${this.model}`
  }

  override nameFragment(): string {
    return `remove_${this.model}_${this.args.name}`.toLowerCase()
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    const same =
      earlier instanceof AddConstraint &&
      earlier.model === this.model &&
      earlier.args.constraint.options.name === this.args.name
    if (earlier instanceof ValidateConstraint && earlier.model === this.model && earlier.args.name === this.args.name)
      return [this]
    return same ? [] : super.foldInto(earlier, app)
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    return touching({ reads: [key], writes: [`${key}@${this.args.name}`, nameTouched(this.args.name)] })
  }
}
