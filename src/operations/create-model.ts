import type { Field } from '../fields/field'
import { migrationField } from '../fields/field'
import type { Step } from '../schema/step'
import type { ModelOptions } from '../state/model-options'
import { tidyOptions } from '../state/model-options'
import type { ModelKey } from '../state/model-state'
import { ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import type { Change, Touches } from './operation'
import { keyOf, nameTouched, Operation, touching } from './operation'
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
  readonly symbol = '+'

  constructor({ name, fields, options = {}, bases = [] }: CreateModelArgs) {
    const held = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, migrationField(value)]))
    const tidy = tidyOptions(options)
    super({
      name,
      fields: held,
      ...(Object.keys(tidy).length > 0 && { options: tidy }),
      ...(bases.length > 0 && { bases: [...bases] }),
    })
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
    const read = Object.values(fields)
      .flatMap(modelsRead)
      .filter((model) => model !== key)
    const objects = Object.values(fields).flatMap(objectsRead)
    return touching({ reads: [...read, ...objects, ...bases], writes: [key, ...named.map(nameTouched)] })
  }
}
