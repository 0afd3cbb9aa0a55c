import { plural } from '../base/text'
import type { ModelState } from '../state/model-state'
import { argumentsOf } from './arguments'
import { OptionChange } from './model-change'
import type { Touches } from './operation'
import { keyOf, touching } from './operation'

export interface AlterUniqueTogetherArgs {
  readonly name: string
  readonly uniqueTogether: readonly (readonly string[])[]
}

/** Sets which fields are unique together. */
export class AlterUniqueTogether extends OptionChange<AlterUniqueTogetherArgs> {
  static override readonly takes = argumentsOf<AlterUniqueTogetherArgs>({
    name: 'required',
    uniqueTogether: 'required',
  })
  override changed(model: ModelState): ModelState {
    return model.withOptions({ uniqueTogether: this.args.uniqueTogether })
  }

  override describe(): string {
    return `Alter uniqueTogether for ${this.model} (${plural(this.args.uniqueTogether.length, 'constraint')})`
  }

  override nameFragment(): string {
    return `alter_${this.model.toLowerCase()}_unique_together`
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    const fields = this.args.uniqueTogether.flat().map((field) => `${key}.${field}`)
    return touching({ reads: [key, ...fields], writes: [`${key}@uniqueTogether`] })
  }
}
