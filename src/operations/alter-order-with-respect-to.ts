import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { OptionChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, touching } from './operation'

export interface AlterOrderWithRespectToArgs {
  readonly name: string
  readonly orderWithRespectTo: string | undefined
}

/** Orders the rows of a model by hand within one relation, in a column of its own; undefined: no longer. */
export class AlterOrderWithRespectTo extends OptionChange<AlterOrderWithRespectToArgs> {
  static override readonly takes = argumentsOf<AlterOrderWithRespectToArgs>({
    name: 'required',
    orderWithRespectTo: 'optional',
  })
  override changed(model: ModelState): ModelState {
    return model.withOptions({ orderWithRespectTo: this.args.orderWithRespectTo })
  }

  override describe(): string {
    return `Set orderWithRespectTo on ${this.model} to ${this.args.orderWithRespectTo ?? 'nothing'}`
  }

  override nameFragment(): string {
    return `alter_${this.model.toLowerCase()}_order_with_respect_to`
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    const { orderWithRespectTo: field } = this.args
    return touching({ reads: field ? [key, `${key}.${field}`] : [key], writes: [`${key}@order`] })
  }
}
