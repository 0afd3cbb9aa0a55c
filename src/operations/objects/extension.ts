import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { AlterObject, CreateObject, DeleteObject, onlyName } from './object-change'

const whole = argumentsOf<ObjectArgs<'extension'>>({
  name: 'required',
  schema: 'optional',
  version: 'optional',
  dependsOn: 'optional',
})

/** Makes an extension available, unless it is already. */
export class CreateExtension extends CreateObject<'extension'> {
  static override readonly takes = whole
  readonly kind = 'extension'
}

/** Brings an extension to another version or schema. */
export class AlterExtension extends AlterObject<'extension'> {
  static override readonly takes = whole
  readonly kind = 'extension'
}

/** Takes an extension away, unless another app wants it too. */
export class DropExtension extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'extension'
  protected override readonly verb = 'Drop'
}
