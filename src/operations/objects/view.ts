import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { AlterObject, CreateObject, DeleteObject, onlyName } from './object-change'

const whole = argumentsOf<ObjectArgs<'view'>>({
  name: 'required',
  sql: 'required',
  columns: 'optional',
  checkOption: 'optional',
  securityInvoker: 'optional',
  dependsOn: 'optional',
})

/** Creates a view. */
export class CreateView extends CreateObject<'view'> {
  static override readonly takes = whole
  readonly kind = 'view'
}

/** Replaces a view; unless it says its columns and only gains some, it is dropped first. */
export class AlterView extends AlterObject<'view'> {
  static override readonly takes = whole
  readonly kind = 'view'
}

/** Drops a view; no row is lost. */
export class DeleteView extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'view'
}
