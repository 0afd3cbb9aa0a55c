import { AlterObject, CreateObject, DeleteObject } from './object-change'

/** Creates a view. */
export class CreateView extends CreateObject<'view'> {
  readonly kind = 'view'
}

/** Replaces a view; unless it says its columns and only gains some, it is dropped first. */
export class AlterView extends AlterObject<'view'> {
  readonly kind = 'view'
}

/** Drops a view; no row is lost. */
export class DeleteView extends DeleteObject {
  readonly kind = 'view'
}
