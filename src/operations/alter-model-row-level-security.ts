import type { ModelOptions } from '../state/model-options'
import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { OptionChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, touching } from './operation'

export interface AlterModelRowLevelSecurityArgs {
  readonly name: string
  readonly rowLevelSecurity: ModelOptions['rowLevelSecurity'] | undefined
}

/** Makes the policies of a table count, for its owner too, or no longer. */
export class AlterModelRowLevelSecurity extends OptionChange<AlterModelRowLevelSecurityArgs> {
  static override readonly takes = argumentsOf<AlterModelRowLevelSecurityArgs>({
    name: 'required',
    rowLevelSecurity: 'optional',
  })
  override changed(model: ModelState): ModelState {
    return model.withOptions({ rowLevelSecurity: this.args.rowLevelSecurity })
  }

  override describe(): string {
    const { rowLevelSecurity: to } = this.args
    const what = to === undefined ? 'Disable' : to === 'force' ? 'Force' : 'Enable'
    return `${what} row level security on ${this.model}`
  }

  override nameFragment(): string {
    return `alter_${this.model.toLowerCase()}_row_level_security`
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    return touching({ reads: [key], writes: [`${key}@rowLevelSecurity`] })
  }
}
