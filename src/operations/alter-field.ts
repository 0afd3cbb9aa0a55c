import type { ModelKey, ModelState } from '../state/model-state'
import { AddField } from './add-field'
import { FieldChange } from './field-change'
import type { Besides } from './model-change'
import type { Operation } from './operation'

/** Gives a field another definition; its column keeps its values. */
export class AlterField extends FieldChange {
  readonly symbol = '~'

  override changed(model: ModelState): ModelState {
    return model.withField(this.args.name, this.args.field)
  }

  override besides(key: ModelKey): Besides {
    return this.fill(key)
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
