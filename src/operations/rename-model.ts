import type { ModelKey, ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { CreateModel } from './create-model'
import { ModelKeyChange } from './model-key-change'
import type { Operation } from './operation'
import { keyOf } from './operation'

export interface RenameModelArgs {
  readonly oldName: string
  readonly newName: string
}

/** Renames a model, its table, and whatever is named after it: keys, sequences, the columns and tables of links. */
export class RenameModel extends ModelKeyChange<RenameModelArgs> {
  static override readonly takes = argumentsOf<RenameModelArgs>({ oldName: 'required', newName: 'required' })
  override keys(app: string): readonly [ModelKey, ModelKey] {
    return [keyOf(app, this.args.oldName), keyOf(app, this.args.newName)]
  }

  override changed(model: ModelState): ModelState {
    return model.with({ name: this.args.newName })
  }

  override describe(): string {
    return `Rename model ${this.args.oldName} to ${this.args.newName}`
  }

  override nameFragment(): string {
    return `rename_${this.args.oldName}_${this.args.newName}`.toLowerCase()
  }

  override foldInto(earlier: Operation): readonly Operation[] | undefined {
    const { oldName, newName } = this.args
    if (earlier instanceof CreateModel && earlier.args.name === oldName) {
      return pointsAtItself(earlier) ? undefined : [new CreateModel({ ...earlier.args, name: newName })]
    }
    if (earlier instanceof RenameModel && earlier.args.newName === oldName) {
      return earlier.args.oldName === newName ? [] : [new RenameModel({ oldName: earlier.args.oldName, newName })]
    }
    return undefined
  }
}

function pointsAtItself(created: CreateModel): boolean {
  return Object.values(created.args.fields).some(({ options }) => {
    const { to, through } = options as { to?: string; through?: string }
    return [to, through].some((key) => key?.split('.')[1] === created.args.name)
  })
}
