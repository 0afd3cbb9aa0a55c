import type { Step } from '../../schema/step'
import { withFieldsOfType } from '../../state/named-types'
import type { ProjectState } from '../../state/project-state'
import { argumentsOf } from '../arguments'
import type { Change, Operation } from '../operation'
import { AddEnumValue } from './add-enum-value'
import type { Enum } from './enum-change'
import { EnumChange, placeOf } from './enum-change'
import { DuplicateEnumValueError } from './enum-errors'
import { fragment } from './object-change'

export interface RenameEnumValueArgs {
  readonly enum: string
  readonly oldValue: string
  readonly newValue: string
}

/** Renames a value of an enum type, in all rows at once; literal defaults of fields follow. */
export class RenameEnumValue extends EnumChange<RenameEnumValueArgs> {
  static override readonly takes = argumentsOf<RenameEnumValueArgs>({
    enum: 'required',
    oldValue: 'required',
    newValue: 'required',
  })
  get enum(): string {
    return this.args.enum
  }

  override get gone(): string {
    return this.args.oldValue
  }

  override changed(values: readonly string[], of: Enum): readonly string[] {
    const { oldValue, newValue } = this.args
    placeOf(values, oldValue, of)
    if (values.includes(newValue)) throw new DuplicateEnumValueError(of, newValue)
    return values.map((value) => (value === oldValue ? newValue : value))
  }

  override apply(app: string, state: ProjectState): ProjectState {
    const { oldValue, newValue } = this.args
    const renamed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(renamed)
      return value === oldValue ? newValue : value
    }
    return withFieldsOfType(super.apply(app, state), this.enum, ({ default: given, dbDefault, ...rest }) => ({
      ...rest,
      ...(given !== undefined && { default: renamed(given) }),
      ...(dbDefault !== undefined && { dbDefault: renamed(dbDefault) }),
    }))
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    const { oldValue, newValue } = this.args
    const change = { kind: 'rename-enum-value', enum: this.enumIn(app, to), from: oldValue, to: newValue } as const
    return schema.object(change, { from, to })
  }

  override backwards({ app, from, to, schema }: Change): readonly Step[] {
    const { oldValue, newValue } = this.args
    const change = { kind: 'rename-enum-value', enum: this.enumIn(app, to), from: newValue, to: oldValue } as const
    return schema.object(change, { from, to })
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    const { enum: name, oldValue, newValue } = this.args
    if (earlier instanceof AddEnumValue && earlier.enum === name && earlier.args.value === oldValue)
      return [new AddEnumValue({ ...earlier.args, value: newValue })]
    if (earlier instanceof RenameEnumValue && earlier.enum === name && earlier.args.newValue === oldValue)
      return earlier.args.oldValue === newValue ? [] : [new RenameEnumValue({ ...earlier.args, newValue })]
    return super.foldInto(earlier, app)
  }

  override describe(): string {
    return `Rename value ${this.args.oldValue} of enum ${this.enum} to ${this.args.newValue}`
  }

  override nameFragment(): string {
    return fragment(`rename_${this.enum}_${this.args.oldValue}_${this.args.newValue}`)
  }
}
