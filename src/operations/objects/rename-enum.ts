import { databaseName, databaseObject, keyOfObject } from '../../objects/database-object'
import type { Step } from '../../schema/step'
import { withFieldsOfType } from '../../state/named-types'
import type { ProjectState } from '../../state/project-state'
import { argumentsOf } from '../arguments'
import type { Change, Operation, Touches } from '../operation'
import { touching } from '../operation'
import { CreateEnum } from './enum'
import type { Enum } from './enum-change'
import type { ObjectRef } from './object-change'
import { fragment, ObjectOperation } from './object-change'

export interface RenameEnumArgs {
  readonly oldName: string
  readonly newName: string
}

/** Renames an enum type; the columns of it follow, and the fields that name it. */
export class RenameEnum extends ObjectOperation<RenameEnumArgs> {
  static override readonly takes = argumentsOf<RenameEnumArgs>({ oldName: 'required', newName: 'required' })
  readonly kind = 'enum'
  readonly symbol = '~'

  /** What it leaves behind: a later operation is about that name. */
  get ref(): ObjectRef {
    return { name: this.args.newName }
  }

  override apply(app: string, state: ProjectState): ProjectState {
    const { oldName, newName } = this.args
    const before = enumIn(app, oldName, state)
    const renamed = state.withRenamedObject(
      keyOfObject('enum', app, oldName),
      databaseObject({ ...before, name: newName }),
    )
    return withFieldsOfType(renamed, oldName, (options) =>
      options.enumType === oldName ? { ...options, enumType: newName } : options,
    )
  }

  override forwards({ app, from, to, schema }: Change): readonly Step[] {
    const { oldName, newName } = this.args
    const change = { kind: 'rename-enum', from: enumIn(app, oldName, from), to: enumIn(app, newName, to) } as const
    return schema.object(change, { from, to })
  }

  override backwards({ app, from, to, schema }: Change): readonly Step[] {
    const { oldName, newName } = this.args
    const change = { kind: 'rename-enum', from: enumIn(app, newName, from), to: enumIn(app, oldName, to) } as const
    return schema.object(change, { from, to })
  }

  override describe(): string {
    return `Rename enum ${this.args.oldName} to ${this.args.newName}`
  }

  override nameFragment(): string {
    return fragment(`rename_enum_${this.args.oldName}_${this.args.newName}`)
  }

  override foldInto(earlier: Operation): readonly Operation[] | undefined {
    const { oldName, newName } = this.args
    if (earlier instanceof CreateEnum && earlier.args.name === oldName)
      return [new CreateEnum({ ...earlier.args, name: newName })]
    if (earlier instanceof RenameEnum && earlier.args.newName === oldName)
      return earlier.args.oldName === newName ? [] : [new RenameEnum({ oldName: earlier.args.oldName, newName })]
    return undefined
  }

  override touches(app: string): Touches {
    const names = [this.args.oldName, this.args.newName]
    return touching({ writes: names.flatMap((name) => [keyOfObject('enum', app, name), databaseName('enum', name)]) })
  }
}

function enumIn(app: string, name: string, state: ProjectState): Enum {
  const object = state.object(keyOfObject('enum', app, name))
  if (object.kind !== 'enum') throw new Error(`${name} is no enum`)
  return object
}
