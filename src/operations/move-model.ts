import type { Step } from '../schema/step'
import type { ModelKey } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Change, Touches } from './operation'
import { keyOf, Operation, touching } from './operation'

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
export class MoveModel extends Operation<MoveModelArgs> {
  readonly symbol = '~'

  override apply(app: string, state: ProjectState): ProjectState {
    const { name, fromApp } = this.args
    const key = keyOf(fromApp, name)
    return state.withRenamedModel(key, state.model(key).with({ app }))
  }

  override forwards(change: Change): readonly Step[] {
    const { name, fromApp } = this.args
    return moved(change, keyOf(fromApp, name), keyOf(change.app, name))
  }

  override backwards(change: Change): readonly Step[] {
    const { name, fromApp } = this.args
    return moved(change, keyOf(change.app, name), keyOf(fromApp, name))
  }

  override describe(): string {
    return `Move model ${this.args.name} from ${this.args.fromApp}`
  }

  override nameFragment(): string {
    return `move_${this.args.name}_from_${this.args.fromApp}`.toLowerCase()
  }

  override touches(app: string): Touches {
    const { name, fromApp } = this.args
    return touching({ writes: [keyOf(fromApp, name), keyOf(app, name)] })
  }
}

function moved({ from, to, schema }: Change, oldKey: ModelKey, newKey: ModelKey): readonly Step[] {
  return schema.change({ from, to, models: [newKey], renames: { models: new Map([[oldKey, newKey]]) } })
}
