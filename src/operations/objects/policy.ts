import type { DependencyKey } from '../../objects/database-object'
import { AlterObject, CreateObject, DeleteObject } from './object-change'

interface PolicyRef {
  readonly name: string
  /** The key of the model. */
  readonly on: DependencyKey
}

/** Creates a policy of row level security. */
export class CreatePolicy extends CreateObject<'policy'> {
  readonly kind = 'policy'
}

/** Makes a policy anew; nobody sees the table without it. */
export class AlterPolicy extends AlterObject<'policy'> {
  readonly kind = 'policy'
}

/** Drops a policy. */
export class DeletePolicy extends DeleteObject<PolicyRef> {
  readonly kind = 'policy'
}
