import type { Step } from '../../schema/step'
import { argumentsOf } from '../arguments'
import type { Change, Operation } from '../operation'
import type { Enum } from './enum-change'
import { asTheyAre, EnumChange } from './enum-change'
import { EnumOrderError } from './enum-errors'
import { fragment } from './object-change'

export interface ReorderEnumArgs {
  readonly enum: string
  /** All of them, in the order in which they are to compare. */
  readonly values: readonly string[]
}

/** Gives the values of an enum type another order; the type is made anew along with the columns of it. */
export class ReorderEnum extends EnumChange<ReorderEnumArgs> {
  static override readonly takes = argumentsOf<ReorderEnumArgs>({ enum: 'required', values: 'required' })
  get enum(): string {
    return this.args.enum
  }

  override changed(values: readonly string[], of: Enum): readonly string[] {
    const sorted = (all: readonly string[]): string => JSON.stringify([...all].sort())
    if (sorted(values) !== sorted(this.args.values)) throw new EnumOrderError(of, this.args.values)
    return this.args.values
  }

  override forwards(change: Change): readonly Step[] {
    return this.rebuilt(change, asTheyAre)
  }

  override backwards(change: Change): readonly Step[] {
    return this.rebuilt(change, asTheyAre)
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    return earlier instanceof ReorderEnum && earlier.enum === this.enum ? [this] : super.foldInto(earlier, app)
  }

  override describe(): string {
    return `Change the order of the values of enum ${this.enum}`
  }

  override nameFragment(): string {
    return fragment(`reorder_${this.enum}`)
  }
}
