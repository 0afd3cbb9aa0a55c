import type { DependencyKey } from '../../objects/database-object'
import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { AlterObject, CreateObject, DeleteObject } from './object-change'

const whole = argumentsOf<ObjectArgs<'trigger'>>({
  name: 'required',
  on: 'required',
  when: 'required',
  events: 'required',
  forEach: 'optional',
  condition: 'optional',
  function: 'required',
  args: 'optional',
  dependsOn: 'optional',
})

interface TriggerRef {
  readonly name: string
  /** The key of the model or view. */
  readonly on: DependencyKey
}

/** Creates a trigger on the table of a model, or on a view. */
export class CreateTrigger extends CreateObject<'trigger'> {
  static override readonly takes = whole
  readonly kind = 'trigger'
}

/** Makes a trigger anew. */
export class AlterTrigger extends AlterObject<'trigger'> {
  static override readonly takes = whole
  readonly kind = 'trigger'
}

/** Drops a trigger. */
export class DeleteTrigger extends DeleteObject<TriggerRef> {
  static override readonly takes = argumentsOf<TriggerRef>({ name: 'required', on: 'required' })
  readonly kind = 'trigger'
}
