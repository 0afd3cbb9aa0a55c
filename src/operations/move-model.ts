import type { ModelKey, ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { ModelKeyChange } from './model-key-change'
import { keyOf } from './operation'

export interface MoveModelArgs {
  readonly name: string
  /** The app that the model was in; it comes into the app of the migration. */
  readonly fromApp: string
}

/**
 * Brings a model over from another app, rows and all; every relation follows, and so do the table and what is named
 * after it, unless the model says what its table is called. It stands in the app that the model comes to, so that all
 * that is done to the model later comes after it, and depends on the last migration of the app that the model leaves.
 */
export class MoveModel extends ModelKeyChange<MoveModelArgs> {
  static override readonly takes = argumentsOf<MoveModelArgs>({ name: 'required', fromApp: 'required' })
  override keys(app: string): readonly [ModelKey, ModelKey] {
    const { name, fromApp } = this.args
    return [keyOf(fromApp, name), keyOf(app, name)]
  }

  override changed(model: ModelState, app: string): ModelState {
    return model.with({ app })
  }

  override describe(): string {
    return `Move model ${this.args.name} from ${this.args.fromApp}`
  }

  override nameFragment(): string {
    return `move_${this.args.name}_from_${this.args.fromApp}`.toLowerCase()
  }
}
