import { objectKey } from '../objects/database-object'
import type { Step } from '../schema/step'
import { ObjectInUseError } from '../state/errors'
import { objectsOn } from '../state/object-references'
import type { ProjectState } from '../state/project-state'
import { argumentsOf } from './arguments'
import { CreateModel } from './create-model'
import type { Change, Touches } from './operation'
import { isNameTouched, keyOf, Operation, touching } from './operation'

export interface DeleteModelArgs {
  readonly name: string
}

/** Deletes a model and its table with all rows. Undone, the table comes back empty. */
export class DeleteModel extends Operation<DeleteModelArgs> {
  static override readonly takes = argumentsOf<DeleteModelArgs>({ name: 'required' })
  readonly symbol = '-'

  override apply(app: string, state: ProjectState): ProjectState {
    const key = keyOf(app, this.args.name)
    const [user] = objectsOn(state, key)
    if (user !== undefined) throw new ObjectInUseError(`model ${key}`, `the ${objectKey(user)}`)
    return state.without(key)
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
  if (touches === 'everything') return false
  const parts = [...touches.writes].filter((part) => !isNameTouched(part))
  return parts.length > 0 && parts.every((part) => part.startsWith(`${key}.`) || part.startsWith(`${key}@`))
}
