import type { ModelState } from '../state/model-state'
import { AddIndex } from './add-index'
import { argumentsOf } from './arguments'
import { ModelChange } from './model-change'
import type { Operation, Touches } from './operation'
import { keyOf, nameTouched, touching } from './operation'

export interface RemoveIndexArgs {
  readonly model: string
  readonly name: string
}

/** Drops an index. */
export class RemoveIndex extends ModelChange<RemoveIndexArgs> {
  static override readonly takes = argumentsOf<RemoveIndexArgs>({ model: 'required', name: 'required' })
  readonly symbol = '-'

  get model(): string {
    return this.args.model
  }

  override changed(model: ModelState): ModelState {
    model.index(this.args.name)
    return model.withOptions({ indexes: model.indexes.filter((each) => each.options.name !== this.args.name) })
  }

  override describe(): string {
    return `Remove index ${this.args.name} from ${this.model}`
  }

  override nameFragment(): string {
    return `remove_${this.model}_${this.args.name}`.toLowerCase()
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    const sameIndex =
      earlier instanceof AddIndex && earlier.model === this.model && earlier.args.index.options.name === this.args.name
    return sameIndex ? [] : super.foldInto(earlier, app)
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    return touching({ reads: [key], writes: [`${key}@${this.args.name}`, nameTouched(this.args.name)] })
  }
}
