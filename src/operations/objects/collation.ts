import { CreateObject, DeleteObject } from './object-change'

/** Creates a collation, for `dbCollation`. */
export class CreateCollation extends CreateObject<'collation'> {
  readonly kind = 'collation'
}

/** Drops a collation that no column has. */
export class RemoveCollation extends DeleteObject {
  readonly kind = 'collation'
  protected override readonly verb = 'Remove'
}
