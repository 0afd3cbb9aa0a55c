import { CreateObject, DeleteObject } from './object-change'

/** Creates an enum type. */
export class CreateEnum extends CreateObject<'enum'> {
  readonly kind = 'enum'
}

/** Drops an enum type that no column has. */
export class DropEnum extends DeleteObject {
  readonly kind = 'enum'
  protected override readonly verb = 'Drop'
}
