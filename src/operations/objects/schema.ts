import { CreateObject, DeleteObject } from './object-change'

/** Creates a schema. */
export class CreateSchema extends CreateObject<'schema'> {
  readonly kind = 'schema'
}

/** Drops a schema, which must be empty. */
export class DeleteSchema extends DeleteObject {
  readonly kind = 'schema'
}
