import { AlterObject, CreateObject, DeleteObject } from './object-change'

/** Makes an extension available, unless it is already. */
export class CreateExtension extends CreateObject<'extension'> {
  readonly kind = 'extension'
}

/** Brings an extension to another version or schema. */
export class AlterExtension extends AlterObject<'extension'> {
  readonly kind = 'extension'
}

/** Takes an extension away, unless another app wants it too. */
export class DropExtension extends DeleteObject {
  readonly kind = 'extension'
  protected override readonly verb = 'Drop'
}
