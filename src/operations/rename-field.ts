import type { ModelKey, ModelState } from '../state/model-state'
import type { ProjectState } from '../state/project-state'
import { withRenamedOwnReferences, withRenamedReferences } from '../state/renamed-references'
import { AddField } from './add-field'
import { argumentsOf } from './arguments'
import { foldIntoCreate } from './fold-into-create'
import type { Besides } from './model-change'
import { ModelChange } from './model-change'
import type { Operation, Touches } from './operation'
import { keyOf, touching } from './operation'

export interface RenameFieldArgs {
  readonly model: string
  readonly oldName: string
  readonly newName: string
}

/** Renames a field, its column, and whatever is named after it; indexes and constraints that speak of it follow. */
export class RenameField extends ModelChange<RenameFieldArgs> {
  static override readonly takes = argumentsOf<RenameFieldArgs>({
    model: 'required',
    oldName: 'required',
    newName: 'required',
  })
  readonly symbol = '~'

  get model(): string {
    return this.args.model
  }

  override changed(model: ModelState): ModelState {
    return model.withRenamedField(this.args.oldName, this.args.newName)
  }

  override apply(app: string, state: ProjectState): ProjectState {
    const { oldName, newName } = this.args
    return withRenamedReferences(super.apply(app, state), keyOf(app, this.model), oldName, newName)
  }

  override besides(model: ModelKey): Besides {
    return { renames: { fields: { model, names: new Map([[this.args.oldName, this.args.newName]]) } } }
  }

  override besidesBack(model: ModelKey): Besides {
    return { renames: { fields: { model, names: new Map([[this.args.newName, this.args.oldName]]) } } }
  }

  override describe(): string {
    return `Rename field ${this.args.oldName} on ${this.model} to ${this.args.newName}`
  }

  override nameFragment(): string {
    return `rename_${this.args.oldName}_${this.model}_${this.args.newName}`.toLowerCase()
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    const { oldName, newName } = this.args
    if (earlier instanceof AddField && earlier.model === this.model && earlier.args.name === oldName) {
      return [new AddField({ ...earlier.args, name: newName })]
    }
    if (earlier instanceof RenameField && earlier.model === this.model && earlier.args.newName === oldName) {
      return earlier.args.oldName === newName ? [] : [new RenameField({ ...earlier.args, newName })]
    }
    return foldIntoCreate(earlier, this.model, (model) =>
      withRenamedOwnReferences(this.changed(model), keyOf(app, this.model), oldName, newName),
    )
  }

  override touches(app: string): Touches {
    const key = keyOf(app, this.model)
    // References by toField name the field from other models.
    return touching({ reads: [], writes: [key, `${key}.${this.args.oldName}`, `${key}.${this.args.newName}`] })
  }
}
