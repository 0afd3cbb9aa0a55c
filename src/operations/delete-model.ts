import type { Step } from '../schema/step'
import type { ProjectState } from '../state/project-state'
import { CreateModel } from './create-model'
import type { Change, Touches } from './operation'
import { keyOf, Operation, touching } from './operation'

/** Deletes a model and its table with all rows. Undone, the table comes back empty. */
export class DeleteModel extends Operation<{ readonly name: string }> {
  readonly symbol = '-'

  override apply(app: string, state: ProjectState): ProjectState {
    return state.without(keyOf(app, this.args.name))
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.change({ from, to, models: [keyOf(app, this.args.name)] })
  }

  override backwards(change: Change): readonly Step[] {
    return this.forwards(change)
  }

  override describe(): string {
    return `Delete model ${this.args.name}`
  }

  override nameFragment(): string {
    return `delete_${this.args.name.toLowerCase()}`
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    const { name } = this.args
    if (earlier instanceof CreateModel && earlier.args.name === name) return []
    return isChangeOf(earlier, keyOf(app, name), app) ? [this] : undefined
  }

  override touches(app: string): Touches {
    return touching({ writes: [keyOf(app, this.args.name)] })
  }
}

/** Whether all that the operation writes is part of the model: then deleting the model makes it pointless. */
function isChangeOf(operation: Operation, key: string, app: string): boolean {
  const touches = operation.touches(app)
  if (touches === 'everything' || touches.writes.size === 0) return false
  return [...touches.writes].every((part) => part.startsWith(`${key}.`) || part.startsWith(`${key}@`))
}
