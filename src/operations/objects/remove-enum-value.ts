import type { Step } from '../../schema/step'
import { fieldsOfType } from '../../state/named-types'
import type { ProjectState } from '../../state/project-state'
import { argumentsOf } from '../arguments'
import type { Change, Operation } from '../operation'
import { AddEnumValue } from './add-enum-value'
import type { Enum } from './enum-change'
import { asTheyAre, EnumChange, placeOf } from './enum-change'
import { EnumValueInUseError } from './enum-errors'
import { fragment } from './object-change'

export interface RemoveEnumValueArgs {
  readonly enum: string
  readonly value: string
  /** What rows that hold the value get. Left out: the migration fails if there are any, and nothing is changed. */
  readonly replacement?: string
}

/** Takes a value from an enum type, which is made anew along with the columns of it. Undone, it is there again, in no row. */
export class RemoveEnumValue extends EnumChange<RemoveEnumValueArgs> {
  static override readonly takes = argumentsOf<RemoveEnumValueArgs>({
    enum: 'required',
    value: 'required',
    replacement: 'optional',
  })
  override readonly symbol = '-'

  get enum(): string {
    return this.args.enum
  }

  override get gone(): string {
    return this.args.value
  }

  override changed(values: readonly string[], of: Enum): readonly string[] {
    const { value, replacement } = this.args
    placeOf(values, value, of)
    if (replacement !== undefined) placeOf(values, replacement, of)
    return values.filter((each) => each !== value)
  }

  override apply(app: string, state: ProjectState): ProjectState {
    for (const { model, name, field } of fieldsOfType(state, this.enum)) {
      const { default: given, dbDefault } = field.options
      if ([given, dbDefault].flat().includes(this.args.value))
        throw new EnumValueInUseError(this.enumIn(app, state), this.args.value, `${model.key}.${name}`)
    }
    return super.apply(app, state)
  }

  override forwards(change: Change): readonly Step[] {
    const { value, replacement } = this.args
    return this.rebuilt(change, replacement === undefined ? asTheyAre : new Map([[value, replacement]]))
  }

  /** Not by adding the value: what is undone next in the same transaction may use it. */
  override backwards(change: Change): readonly Step[] {
    return this.rebuilt(change, asTheyAre)
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    if (earlier instanceof AddEnumValue && earlier.enum === this.enum && earlier.args.value === this.args.value)
      return []
    return super.foldInto(earlier, app)
  }

  override describe(): string {
    return `Remove value ${this.args.value} from enum ${this.enum}`
  }

  override nameFragment(): string {
    return fragment(`remove_${this.enum}_${this.args.value}`)
  }
}
