import { AlterObject, CreateObject, DeleteObject } from './object-change'

/** Creates a function. */
export class CreateFunction extends CreateObject<'function'> {
  readonly kind = 'function'
}

/** Replaces a function; with other arguments, or another kind of result, it is dropped first. */
export class AlterFunction extends AlterObject<'function'> {
  readonly kind = 'function'
}

/** Drops a function. */
export class DeleteFunction extends DeleteObject {
  readonly kind = 'function'
}
