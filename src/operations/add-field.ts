import type { ModelKey, ModelState } from '../state/model-state'
import { FieldChange, fieldArguments } from './field-change'
import type { Besides } from './model-change'

/** Adds a field and its column, or its table of links. */
export class AddField extends FieldChange {
  static override readonly takes = fieldArguments
  readonly symbol = '+'

  override changed(model: ModelState): ModelState {
    return model.withNewField(this.args.name, this.args.field)
  }

  override besides(key: ModelKey): Besides {
    return this.fill(key)
  }

  override describe(): string {
    return `Add field ${this.args.name} to ${this.model}`
  }

  override nameFragment(): string {
    return `${this.model}_${this.args.name}`.toLowerCase()
  }
}
