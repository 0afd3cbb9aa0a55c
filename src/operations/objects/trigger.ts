import type { DependencyKey } from '../../objects/database-object'
import { AlterObject, CreateObject, DeleteObject } from './object-change'

interface TriggerRef {
  readonly name: string
  /** The key of the model or view. */
  readonly on: DependencyKey
}

/** Creates a trigger on the table of a model, or on a view. */
export class CreateTrigger extends CreateObject<'trigger'> {
  readonly kind = 'trigger'
}

/** Makes a trigger anew. */
export class AlterTrigger extends AlterObject<'trigger'> {
  readonly kind = 'trigger'
}

/** Drops a trigger. */
export class DeleteTrigger extends DeleteObject<TriggerRef> {
  readonly kind = 'trigger'
}
