import type { Field } from '../fields/field'
import { migrationField } from '../fields/field'
import type { Fill } from '../schema/schema-editor'
import type { ModelKey } from '../state/model-state'
import { argumentsOf } from './arguments'
import { ModelChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, touching } from './operation'
import { fieldsReferredTo, modelsRead, objectsRead, siblingsRead } from './references'

export interface FieldArgs {
  readonly model: string
  readonly name: string
  readonly field: Field
  /** A value or an expression for the rows that are there already; no part of the field. */
  readonly oneOffDefault?: unknown
}

export const fieldArguments = argumentsOf<FieldArgs>({
  model: 'required',
  name: 'required',
  field: 'required',
  oneOffDefault: 'optional',
})

/** Adds or alters one field: both carry the whole field, and a value for old rows where one is needed. */
export abstract class FieldChange extends ModelChange<FieldArgs> {
  protected override kept({ model, name, field, oneOffDefault }: FieldArgs): FieldArgs {
    return { model, name, field: migrationField(field), ...(oneOffDefault !== undefined && { oneOffDefault }) }
  }

  get model(): string {
    return this.args.model
  }

  protected fill(model: ModelKey): { readonly fill?: Fill } {
    const { name, oneOffDefault: value } = this.args
    return value === undefined ? {} : { fill: { kind: 'value', model, field: name, value } }
  }

  override touches(app: string): Touches {
    const { name, field } = this.args
    const key = keyOf(app, this.model)
    const siblings = [...siblingsRead(field)].map((sibling) => `${key}.${sibling}`)
    // Whoever refers to the model may refer to its key.
    const keyChanges = field.options.primaryKey === true || field.options.unique === true ? [key] : []
    return touching({
      reads: [key, ...modelsRead(field), ...fieldsReferredTo(field), ...objectsRead(field), ...siblings],
      writes: [`${key}.${name}`, ...keyChanges],
    })
  }
}
