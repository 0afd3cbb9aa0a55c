import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { CreateObject, DeleteObject, onlyName } from './object-change'

/** Creates an enum type. */
export class CreateEnum extends CreateObject<'enum'> {
  static override readonly takes = argumentsOf<ObjectArgs<'enum'>>({
    name: 'required',
    values: 'required',
    dependsOn: 'optional',
  })
  readonly kind = 'enum'
}

/** Drops an enum type that no column has. */
export class DropEnum extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'enum'
  protected override readonly verb = 'Drop'
}
