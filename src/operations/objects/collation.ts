import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { CreateObject, DeleteObject, onlyName } from './object-change'

/** Creates a collation, for `dbCollation`. */
export class CreateCollation extends CreateObject<'collation'> {
  static override readonly takes = argumentsOf<ObjectArgs<'collation'>>({
    name: 'required',
    locale: 'required',
    provider: 'optional',
    deterministic: 'optional',
    dependsOn: 'optional',
  })
  readonly kind = 'collation'
}

/** Drops a collation that no column has. */
export class RemoveCollation extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'collation'
  protected override readonly verb = 'Remove'
}
