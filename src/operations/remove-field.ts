import { StrataError } from '../base/errors'
import type { ModelKey, ModelState } from '../state/model-state'
import { AddField } from './add-field'
import { AlterField } from './alter-field'
import { argumentsOf } from './arguments'
import type { Besides } from './model-change'
import { ModelChange } from './model-change'
import type { Operation, Touches } from './operation'
import { keyOf, touching } from './operation'
import { fieldsOfConstraint, fieldsOfIndex, siblingsRead } from './references'

export interface RemoveFieldArgs {
  readonly model: string
  readonly name: string
}

/** Nothing is dropped along with a column: what depends on it is dropped by an operation of its own. */
export class FieldInUseError extends StrataError {
  constructor(model: string, field: string, user: string) {
    super({
      code: 'operation.field-in-use',
      message: `${model}.${field} cannot be removed: ${user} depends on it`,
      hint: `Remove or change ${user} in an operation before this one.`,
      facts: { model, field, user },
    })
  }
}

/** Removes a field and its column with all values. Undone, the column comes back without them: empty where it is required. */
export class RemoveField extends ModelChange<RemoveFieldArgs> {
  static override readonly takes = argumentsOf<RemoveFieldArgs>({ model: 'required', name: 'required' })
  readonly symbol = '-'

  get model(): string {
    return this.args.model
  }

  override changed(model: ModelState): ModelState {
    const [user] = usersOf(model, this.args.name)
    if (user !== undefined) throw new FieldInUseError(model.key, this.args.name, user)
    return model.withoutField(this.args.name)
  }

  override besidesBack(model: ModelKey): Besides {
    return { fill: { kind: 'empty', model, field: this.args.name } }
  }

  override describe(): string {
    return `Remove field ${this.args.name} from ${this.model}`
  }

  override nameFragment(): string {
    return `remove_${this.model}_${this.args.name}`.toLowerCase()
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    if ((earlier instanceof AddField || earlier instanceof AlterField) && earlier.model === this.model) {
      if (earlier.args.name === this.args.name) return earlier instanceof AddField ? [] : [this]
    }
    return super.foldInto(earlier, app)
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    return touching({ reads: [key], writes: [`${key}.${this.args.name}`] })
  }
}

function* usersOf(model: ModelState, name: string): Iterable<string> {
  for (const index of model.indexes) if (fieldsOfIndex(index).has(name)) yield `the index ${index.options.name}`
  for (const constraint of model.constraints) {
    if (fieldsOfConstraint(constraint).has(name)) yield `the constraint ${constraint.options.name}`
  }
  for (const set of model.uniqueTogether) if (set.includes(name)) yield `uniqueTogether (${set.join(', ')})`
  for (const [other, field] of model.fields) {
    if (other !== name && siblingsRead(field).has(name)) yield `the field ${other}`
  }
}
