import type { Step } from '../../schema/step'
import { argumentsOf } from '../arguments'
import type { Change } from '../operation'
import type { Enum } from './enum-change'
import { asTheyAre, EnumChange, placeOf } from './enum-change'
import { DuplicateEnumValueError } from './enum-errors'
import { fragment } from './object-change'

export interface AddEnumValueArgs {
  readonly enum: string
  readonly value: string
  /** The value that it comes before, or after; at the end if neither is said. */
  readonly before?: string
  readonly after?: string
  /**
   * false: added outside the migration's transaction. PostgreSQL lets no transaction use a value that it added: to be
   * said where the same migration puts the value into rows, defaults or conditions.
   */
  readonly atomic?: boolean
}

/** Adds a value to an enum type. Undone, the type is made anew without it, which rows that hold it stop. */
export class AddEnumValue extends EnumChange<AddEnumValueArgs> {
  static override readonly takes = argumentsOf<AddEnumValueArgs>({
    enum: 'required',
    value: 'required',
    before: 'optional',
    after: 'optional',
    atomic: 'optional',
  })
  override readonly symbol = '+'

  get enum(): string {
    return this.args.enum
  }

  override changed(values: readonly string[], of: Enum): readonly string[] {
    const { value, before, after } = this.args
    if (values.includes(value)) throw new DuplicateEnumValueError(of, value)
    const beside = before ?? after
    if (beside === undefined) return [...values, value]
    const at = placeOf(values, beside, of) + (before === undefined ? 1 : 0)
    return [...values.slice(0, at), value, ...values.slice(at)]
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    const { value, atomic: transactional = true } = this.args
    const change = { kind: 'add-enum-value', enum: this.enumIn(app, to), value, transactional } as const
    return schema.object(change, { from, to })
  }

  override backwards(change: Change): readonly Step[] {
    return this.rebuilt(change, asTheyAre)
  }

  override describe(): string {
    return `Add value ${this.args.value} to enum ${this.enum}`
  }

  override nameFragment(): string {
    return fragment(`${this.enum}_${this.args.value}`)
  }
}
