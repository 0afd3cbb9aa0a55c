import { StrataError } from '../base/errors'
import type { Constraint } from '../constraints/constraint'
import { isKind } from '../constraints/constraint'
import type { AddConstraintArgs } from './add-constraint'
import { AddConstraint } from './add-constraint'
import type { Besides } from './model-change'

/** Only a check can be put off: a unique or an exclusion constraint is an index, which is built of the rows there are. */
export class NotACheckError extends StrataError {
  constructor(model: string, { type, options: { name } }: Constraint) {
    super({
      code: 'operation.not-a-check',
      message: `the constraint ${name} of ${model} is a ${type.name}, which cannot be added NOT VALID`,
      hint: 'Use AddConstraint; or build the index with AddIndexConcurrently first.',
      facts: { model, constraint: name },
    })
  }
}

/** Adds a check without looking at the rows that are there; ValidateConstraint looks at them. New rows must meet it at once. */
export class AddConstraintNotValid extends AddConstraint {
  static override readonly takes = AddConstraint.takes

  constructor(args: AddConstraintArgs) {
    super(args)
    if (!isKind(args.constraint, 'check')) throw new NotACheckError(args.model, args.constraint)
  }

  override besides(): Besides {
    return { notValid: [this.args.constraint.options.name] }
  }

  override describe(): string {
    return `Create not valid constraint ${this.args.constraint.options.name} on model ${this.model}`
  }

  override nameFragment(): string {
    return `${super.nameFragment()}_not_valid`
  }
}
