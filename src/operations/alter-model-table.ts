import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { OptionChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, touching } from './operation'

export interface AlterModelTableArgs {
  readonly name: string
  readonly dbTable: string | undefined
}

/** Gives the table of a model another name; undefined: the one made from app and model. Tables of links follow. */
export class AlterModelTable extends OptionChange<AlterModelTableArgs> {
  static override readonly takes = argumentsOf<AlterModelTableArgs>({ name: 'required', dbTable: 'optional' })
  override changed(model: ModelState): ModelState {
    return model.withOptions({ dbTable: this.args.dbTable })
  }

  override describe(): string {
    return `Rename table for ${this.model} to ${this.args.dbTable ?? '(default)'}`
  }

  override nameFragment(): string {
    return `alter_${this.model.toLowerCase()}_table`
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    return touching({ writes: [key] })
  }
}
