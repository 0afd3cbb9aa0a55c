import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { CreateObject, DeleteObject, onlyName } from './object-change'

/** Creates a schema. */
export class CreateSchema extends CreateObject<'schema'> {
  static override readonly takes = argumentsOf<ObjectArgs<'schema'>>({ name: 'required', dependsOn: 'optional' })
  readonly kind = 'schema'
}

/** Drops a schema, which must be empty. */
export class DeleteSchema extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'schema'
}
