import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { OptionChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, touching } from './operation'

export interface AlterModelTableCommentArgs {
  readonly name: string
  readonly dbTableComment: string | undefined
}

/** Sets the comment of a table, or takes it away. */
export class AlterModelTableComment extends OptionChange<AlterModelTableCommentArgs> {
  static override readonly takes = argumentsOf<AlterModelTableCommentArgs>({
    name: 'required',
    dbTableComment: 'optional',
  })
  override changed(model: ModelState): ModelState {
    return model.withOptions({ dbTableComment: this.args.dbTableComment })
  }

  override describe(): string {
    return `Alter ${this.model} table comment`
  }

  override nameFragment(): string {
    return `alter_${this.model.toLowerCase()}_table_comment`
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    return touching({ reads: [key], writes: [`${key}@comment`] })
  }
}
