import type { DependencyKey } from './database-object'
import type { Dependency, Depending } from './declared-object'
import { DeclaredObject } from './declared-object'

export interface PolicyOptions {
  /** The key of a model. */
  readonly on: DependencyKey
  /** `ALL` unless said. */
  readonly for?: 'ALL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
  /** Roles; everybody unless said. */
  readonly to?: readonly string[]
  /** `restrictive`: this one must agree as well, whatever others allow. */
  readonly as?: 'permissive' | 'restrictive'
  /** SQL: which of the rows there are can be seen and changed. */
  readonly using?: string
  /** SQL: which rows can be written. */
  readonly check?: string
}

export interface PolicyDeclaration extends Omit<PolicyOptions, 'on'>, Depending {
  readonly on: Dependency
}

/** Who may see and write which rows of a model; it counts where the model says `rowLevelSecurity`. */
export function policy(name: string, { on, dependsOn, ...options }: PolicyDeclaration): DeclaredObject<'policy'> {
  return new DeclaredObject({ kind: 'policy', name, on, options, dependsOn })
}
