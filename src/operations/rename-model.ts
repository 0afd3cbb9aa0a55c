import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { CreateModel } from './create-model'
import type { Change, Touches } from './operation'
import { keyOf, Operation, touching } from './operation'

export interface RenameModelArgs {
  readonly oldName: string
  readonly newName: string
}

/** Renames a model, its table, and whatever is named after it: keys, sequences, the columns and tables of links. */
export class RenameModel extends Operation<RenameModelArgs> {
  readonly symbol = '~'

  override apply(app: string, state: ProjectState): ProjectState {
    const { oldName, newName } = this.args
    const key = keyOf(app, oldName)
    return state.withRenamedModel(key, state.model(key).with({ name: newName }))
  }

  override forwards(change: Change): readonly Step[] {
    return renamed(change, this.args.oldName, this.args.newName)
  }

  override backwards(change: Change): readonly Step[] {
    return renamed(change, this.args.newName, this.args.oldName)
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

  override touches(app: string): Touches {
    return touching({ writes: [keyOf(app, this.args.oldName), keyOf(app, this.args.newName)] })
  }
}

function pointsAtItself(created: CreateModel): boolean {
  return Object.values(created.args.fields).some(({ options }) => {
    const { to, through } = options as { to?: string; through?: string }
    return [to, through].some((key) => key?.split('.')[1] === created.args.name)
  })
}

function renamed({ app, from, to, schema }: Change, oldName: string, newName: string): readonly Step[] {
  const [oldKey, newKey] = [keyOf(app, oldName), keyOf(app, newName)]
  return schema.change({ from, to, models: [newKey], renames: { models: new Map([[oldKey, newKey]]) } })
}
