import type { ModelState } from '../state/model-state'
import { AddIndex } from './add-index'
import { argumentsOf } from './arguments'
import type { Besides } from './model-change'
import { ModelChange } from './model-change'
import type { Operation, Touches } from './operation'
import { keyOf, nameTouched, touching } from './operation'

export interface RenameIndexArgs {
  readonly model: string
  readonly oldName: string
  readonly newName: string
}

/** Renames an index; nothing is built. */
export class RenameIndex extends ModelChange<RenameIndexArgs> {
  static override readonly takes = argumentsOf<RenameIndexArgs>({
    model: 'required',
    oldName: 'required',
    newName: 'required',
  })
  readonly symbol = '~'

  get model(): string {
    return this.args.model
  }

  override changed(model: ModelState): ModelState {
    const { oldName, newName } = this.args
    const index = model.index(oldName)
    const renamed = { ...index, options: { ...index.options, name: newName } }
    return model.withOptions({ indexes: model.indexes.map((each) => (each === index ? renamed : each)) })
  }

  override besides(): Besides {
    return { renames: { indexes: new Map([[this.args.oldName, this.args.newName]]) } }
  }

  override besidesBack(): Besides {
    return { renames: { indexes: new Map([[this.args.newName, this.args.oldName]]) } }
  }

  override describe(): string {
    return `Rename index ${this.args.oldName} on ${this.model} to ${this.args.newName}`
  }

  override nameFragment(): string {
    return `rename_${this.args.oldName}_${this.args.newName}`.toLowerCase()
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    const { model, oldName, newName } = this.args
    if (earlier instanceof AddIndex && earlier.model === model && earlier.args.index.options.name === oldName) {
      const { index } = earlier.args
      return [earlier.with({ ...index, options: { ...index.options, name: newName } })]
    }
    if (earlier instanceof RenameIndex && earlier.model === model && earlier.args.newName === oldName) {
      return earlier.args.oldName === newName ? [] : [new RenameIndex({ ...earlier.args, newName })]
    }
    return super.foldInto(earlier, app)
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    const names = [this.args.oldName, this.args.newName]
    return touching({ reads: [key], writes: names.flatMap((name) => [`${key}@${name}`, nameTouched(name)]) })
  }
}
