import type { ObjectOf } from '../../objects/database-object'
import { databaseName, databaseObject } from '../../objects/database-object'
import type { Step } from '../../schema/step'
import type { ProjectState } from '../../state/project-state'
import type { Change, Operation } from '../operation'
import { CreateEnum } from './enum'
import { UnknownEnumValueError } from './enum-errors'
import type { ObjectRef } from './object-change'
import { PartOfObjectChange } from './object-change'
import { speaksOf } from './speaks-of'

export type Enum = ObjectOf<'enum'>

/** The values of rows stay what they are. */
export const asTheyAre: ReadonlyMap<string, string> = new Map()

/** An operation on the values of an enum type. */
export abstract class EnumChange<Args extends object> extends PartOfObjectChange<Args> {
  readonly kind = 'enum'
  /** The name of the type. */
  abstract readonly enum: string

  /** The value that there is no more after it. */
  get gone(): string | undefined {
    return undefined
  }

  /** The values after it. Throws a StrataError if those before it do not allow it. */
  abstract changed(values: readonly string[], before: Enum): readonly string[]

  get ref(): ObjectRef {
    return { name: this.enum }
  }

  enumIn(app: string, state: ProjectState): Enum {
    const object = state.object(this.key(app))
    if (object.kind !== 'enum') throw new Error(`${this.key(app)} is no enum`)
    return object
  }

  override apply(app: string, state: ProjectState): ProjectState {
    const before = this.enumIn(app, state)
    const values = this.changed(before.options.values, before)
    return state.withObject(databaseObject({ ...before, options: { values } }))
  }

  /** Makes the type anew, whichever way the values change. */
  protected rebuilt({ app, from, to, schema }: Change, values: ReadonlyMap<string, string>): readonly Step[] {
    return schema.object({ kind: 'rebuild-enum', enum: this.enumIn(app, to), values }, { from, to })
  }

  /** Fields of the type are made just as well when the values have changed, unless they speak of one that is gone by then. */
  override mayComeBefore(earlier: Operation, app: string): boolean {
    const touches = earlier.touches(app)
    if (touches === 'everything' || touches.writes.has(this.key(app))) return false
    if (touches.writes.has(databaseName('enum', this.enum))) return false
    return this.gone === undefined || !speaksOf(earlier, this.gone)
  }

  override foldInto(earlier: Operation, app: string): readonly Operation[] | undefined {
    if (!(earlier instanceof CreateEnum) || !this.isAbout(earlier, app)) return undefined
    const object = earlier.object(app) as Enum
    return [new CreateEnum({ ...earlier.args, values: this.changed(object.options.values, object) })]
  }
}

/** Where a value stands among the others. */
export function placeOf(values: readonly string[], value: string, of: Enum): number {
  const at = values.indexOf(value)
  if (at < 0) throw new UnknownEnumValueError(of, value)
  return at
}
