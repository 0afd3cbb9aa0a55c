import { StrataError } from '../base/errors'
import { deepFreeze } from '../base/freeze'
import type { DbIndex, NamedIndex } from '../constraints/db-index'
import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { ModelChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, nameTouched, touching } from './operation'
import { fieldsOfIndex } from './references'

export interface AddIndexArgs {
  readonly model: string
  readonly index: NamedIndex
}

/** An index in a migration has its name: there is no model class to make it from. */
export class UnnamedIndexError extends StrataError {
  constructor(model: string) {
    super({
      code: 'operation.unnamed-index',
      message: `an index of ${model} in a migration has no name`,
      hint: 'Write name: … into it.',
      facts: { model },
    })
  }
}

function named(model: string, index: DbIndex): NamedIndex {
  const { name } = index.options
  if (name === undefined) throw new UnnamedIndexError(model)
  return deepFreeze({ ...index, options: { ...index.options, name } })
}

/** Adds an index. */
export class AddIndex extends ModelChange<AddIndexArgs> {
  static override readonly takes = argumentsOf<AddIndexArgs>({ model: 'required', index: 'required' })
  readonly symbol = '+'

  constructor(args: { readonly model: string; readonly index: DbIndex }) {
    // One without a name does not get past `kept`.
    super(args as AddIndexArgs)
  }

  protected override kept({ model, index }: AddIndexArgs): AddIndexArgs {
    return { model, index: named(model, index) }
  }

  get model(): string {
    return this.args.model
  }

  /** The same with another index. */
  with(index: NamedIndex): AddIndex {
    return new AddIndex({ model: this.model, index })
  }

  override changed(model: ModelState): ModelState {
    return model.withOptions({ indexes: [...model.indexes, this.args.index] })
  }

  override describe(): string {
    const { name, fields } = this.args.index.options
    const on = fields ? `field(s) ${fields.join(', ')}` : 'expressions'
    return `Create index ${name} on ${on} of model ${this.model}`
  }

  override nameFragment(): string {
    return `${this.model}_${this.args.index.options.name}`.toLowerCase()
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    const fields = [...fieldsOfIndex(this.args.index)].map((field) => `${key}.${field}`)
    return touching({
      reads: [key, ...fields],
      writes: [`${key}@${this.args.index.options.name}`, nameTouched(this.args.index.options.name)],
    })
  }
}
