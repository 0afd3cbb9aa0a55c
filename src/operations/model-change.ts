import type { StateChange } from '../schema/schema-editor'
import type { Step } from '../schema/step'
import type { ModelKey, ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { foldIntoCreate } from './fold-into-create'
import type { Change } from './operation'
import { keyOf, Operation } from './operation'

/** What the two states of a change cannot say of it. */
export type Besides = Omit<StateChange, 'from' | 'to' | 'models'>

/** An operation that changes one model: it says how the model changes, and the schema editor works out the rest. */
export abstract class ModelChange<Args extends object> extends Operation<Args> {
  /** The name of the model. */
  abstract readonly model: string

  abstract changed(model: ModelState): ModelState

  /** What the schema editor must know on the way there. */
  besides(_key: ModelKey): Besides {
    return {}
  }

  /** What it must know on the way back. */
  besidesBack(_key: ModelKey): Besides {
    return {}
  }

  override apply(app: string, state: ProjectState): ProjectState {
    return state.with(this.changed(state.model(keyOf(app, this.model))))
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    const key = keyOf(app, this.model)
    return schema.change({ from, to, models: [key], ...this.besides(key) })
  }

  override backwards({ app, from, to, schema }: Change): readonly Step[] {
    const key = keyOf(app, this.model)
    return schema.change({ from, to, models: [key], ...this.besidesBack(key) })
  }

  override foldInto(earlier: Operation, _app: string): readonly Operation[] | undefined {
    return foldIntoCreate(earlier, this.model, (model) => this.changed(model))
  }
}

/** An option of a model is set anew: the later setting replaces the earlier. */
export abstract class OptionChange<Args extends { readonly name: string }> extends ModelChange<Args> {
  readonly symbol = '~'

  get model(): string {
    return this.args.name
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    if (earlier.constructor === this.constructor && (earlier as this).model === this.model) return [this]
    return super.foldInto(earlier, app)
  }
}
