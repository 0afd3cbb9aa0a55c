import type { Step } from '../schema/step'
import type { ModelKey, ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Change, Touches } from './operation'
import { Operation, touching } from './operation'

/** An operation after which a model is known under another key: another name, or another app. */
export abstract class ModelKeyChange<Args extends object> extends Operation<Args> {
  readonly symbol = '~'

  abstract keys(app: string): readonly [before: ModelKey, after: ModelKey]
  abstract changed(model: ModelState, app: string): ModelState

  override apply(app: string, state: ProjectState): ProjectState {
    const [before] = this.keys(app)
    return state.withRenamedModel(before, this.changed(state.model(before), app))
  }

  override forwards(change: Change): readonly Step[] {
    const [before, after] = this.keys(change.app)
    return rekeyed(change, before, after)
  }

  override backwards(change: Change): readonly Step[] {
    const [before, after] = this.keys(change.app)
    return rekeyed(change, after, before)
  }

  override touches(app: string): Touches {
    return touching({ writes: this.keys(app) })
  }
}

function rekeyed({ from, to, schema }: Change, oldKey: ModelKey, newKey: ModelKey): readonly Step[] {
  return schema.change({ from, to, models: [newKey], renames: { models: new Map([[oldKey, newKey]]) } })
}
