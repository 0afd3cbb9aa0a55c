import type { DependencyKey } from '../../objects/database-object'
import { argumentsOf } from '../arguments'
import type { ObjectArgs } from './object-change'
import { AlterObject, CreateObject, DeleteObject } from './object-change'

const whole = argumentsOf<ObjectArgs<'policy'>>({
  name: 'required',
  on: 'required',
  for: 'optional',
  to: 'optional',
  as: 'optional',
  using: 'optional',
  check: 'optional',
  dependsOn: 'optional',
})

interface PolicyRef {
  readonly name: string
  /** The key of the model. */
  readonly on: DependencyKey
}

/** Creates a policy of row level security. */
export class CreatePolicy extends CreateObject<'policy'> {
  static override readonly takes = whole
  readonly kind = 'policy'
}

/** Makes a policy anew; nobody sees the table without it. */
export class AlterPolicy extends AlterObject<'policy'> {
  static override readonly takes = whole
  readonly kind = 'policy'
}

/** Drops a policy. */
export class DeletePolicy extends DeleteObject<PolicyRef> {
  static override readonly takes = argumentsOf<PolicyRef>({ name: 'required', on: 'required' })
  readonly kind = 'policy'
}
