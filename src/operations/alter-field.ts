import type { Step } from '../schema/step'
import type { ModelKey, ModelState } from '../state/model-state'
import { AddField } from './add-field'
import { FieldChange, fieldArguments } from './field-change'
import { refuseKindChange } from './kind-change'
import type { Besides } from './model-change'
import type { Change, Operation } from './operation'
import { keyOf } from './operation'

/** Gives a field another definition; its column keeps its values. */
export class AlterField extends FieldChange {
  static override readonly takes = fieldArguments
  readonly symbol = '~'

  override changed(model: ModelState): ModelState {
    return model.withField(this.args.name, this.args.field)
  }

  override besides(key: ModelKey): Besides {
    return this.fill(key)
  }

  override forwards(change: Change): readonly Step[] {
    this.#refuse(change)
    return super.forwards(change)
  }

  override backwards(change: Change): readonly Step[] {
    this.#refuse(change)
    return super.backwards(change)
  }

  #refuse({ app, from, to }: Change): void {
    refuseKindChange(from, to, keyOf(app, this.model), this.args.name)
  }

  override describe(): string {
    return `Alter field ${this.args.name} on ${this.model}`
  }

  override nameFragment(): string {
    return `alter_${this.model}_${this.args.name}`.toLowerCase()
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    const sameField =
      (earlier instanceof AddField || earlier instanceof AlterField) &&
      earlier.model === this.model &&
      earlier.args.name === this.args.name
    if (!sameField) return super.foldInto(earlier, app)
    // A value for old rows that the earlier one needed is needed still.
    const args = { ...earlier.args, ...this.args }
    return [earlier instanceof AddField ? new AddField(args) : new AlterField(args)]
  }
}
