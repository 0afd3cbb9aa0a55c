import type { Field } from '../fields/field'
import { migrationField } from '../fields/field'
import type { Step } from '../schema/step'
import type { ModelOptions } from '../state/model-options'
import { tidyOptions } from '../state/model-options'
import type { ModelKey } from '../state/model-state'
import { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { argumentsOf } from './arguments'
import type { Change, Touches } from './operation'
import { keyOf, nameTouched, Operation } from './operation'
import { modelsRead, objectsRead } from './references'

export interface CreateModelArgs {
  readonly name: string
  /** In the order of the columns. */
  readonly fields: Readonly<Record<string, Field>>
  readonly options?: ModelOptions
  readonly bases?: readonly ModelKey[]
}

/** Creates a model and its table, and the tables of links of its many-to-many fields. */
export class CreateModel extends Operation<CreateModelArgs> {
  static override readonly takes = argumentsOf<CreateModelArgs>({
    name: 'required',
    fields: 'required',
    options: 'optional',
    bases: 'optional',
  })
  readonly symbol = '+'

  protected override kept({ name, fields, options = {}, bases = [] }: CreateModelArgs): CreateModelArgs {
    const tidy = tidyOptions(options)
    return {
      name,
      fields: migrationFields(fields),
      ...(Object.keys(tidy).length > 0 && { options: tidy }),
      ...(bases.length > 0 && { bases: [...bases] }),
    }
  }

  override apply(app: string, state: ProjectState): ProjectState {
    const { name, fields, options, bases } = this.args
    return state.withNew(new ModelState({ app, name, fields: Object.entries(fields), options, bases }))
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    return schema.change({ from, to, models: [keyOf(app, this.args.name)] })
  }

  override backwards(change: Change): readonly Step[] {
    return this.forwards(change)
  }

  override describe(): string {
    return `Create ${this.args.options?.proxy === true ? 'proxy model' : 'model'} ${this.args.name}`
  }

  override nameFragment(): string {
    return this.args.name.toLowerCase()
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.args.name)
    const { fields, bases = [], options = {} } = this.args
    const named = [...(options.indexes ?? []), ...(options.constraints ?? [])].map((each) => each.options.name)
    const reads = new Set(bases)
    for (const field of Object.values(fields)) {
      for (const model of modelsRead(field)) reads.add(model)
      for (const object of objectsRead(field)) reads.add(object)
    }
    reads.delete(key)
    return { reads, writes: new Set([key, ...named.map(nameTouched)]) }
  }
}

type Fields = Readonly<Record<string, Field>>

/** The very same record if each field is as a migration says it: a history has thousands of them. */
function migrationFields(fields: Fields): Fields {
  const entries = Object.entries(fields)
  if (entries.every(([, field]) => migrationField(field) === field)) return fields
  return Object.fromEntries(entries.map(([name, field]) => [name, migrationField(field)]))
}
