import type { PlainOptions } from '../state/model-options'
import { plainOptions } from '../state/model-options'
import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { OptionChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, touching } from './operation'

export interface AlterModelOptionsArgs {
  readonly name: string
  readonly options: PlainOptions
}

/**
 * Sets the options that have no operation of their own; those left out are taken away. With `managed` the table comes
 * or goes, with `dbTablespace` it moves along with its indexes.
 */
export class AlterModelOptions extends OptionChange<AlterModelOptionsArgs> {
  static override readonly takes = argumentsOf<AlterModelOptionsArgs>({ name: 'required', options: 'required' })
  override changed(model: ModelState): ModelState {
    const cleared = Object.fromEntries(plainOptions.map((option) => [option, undefined]))
    return model.withOptions({ ...cleared, ...this.args.options })
  }

  override describe(): string {
    return `Change Meta options on ${this.model}`
  }

  override nameFragment(): string {
    return `alter_${this.model.toLowerCase()}_options`
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    const { ordering = [], managed } = this.args.options
    const ordered = ordering.map((field) => `${key}.${field.replace(/^-/, '')}`)
    return touching({ reads: [key, ...ordered], writes: managed === undefined ? [`${key}@options`] : [key] })
  }
}
