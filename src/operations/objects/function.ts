import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { AlterObject, CreateObject, DeleteObject, onlyName } from './object-change'

const whole = argumentsOf<ObjectArgs<'function'>>({
  name: 'required',
  args: 'optional',
  returns: 'required',
  language: 'optional',
  body: 'required',
  volatility: 'optional',
  strict: 'optional',
  security: 'optional',
  parallel: 'optional',
  settings: 'optional',
  dependsOn: 'optional',
})

/** Creates a function. */
export class CreateFunction extends CreateObject<'function'> {
  static override readonly takes = whole
  readonly kind = 'function'
}

/** Replaces a function; with other arguments, or another kind of result, it is dropped first. */
export class AlterFunction extends AlterObject<'function'> {
  static override readonly takes = whole
  readonly kind = 'function'
}

/** Drops a function. */
export class DeleteFunction extends DeleteObject {
  static override readonly takes = onlyName
  readonly kind = 'function'
}
