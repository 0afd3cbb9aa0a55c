import type { DependencyKey } from './database-object'
import type { Dependency, Depending } from './declared-object'
import { DeclaredObject } from './declared-object'

export type TriggerEvent = 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE'

export interface TriggerOptions {
  /** The key of a model or a view. */
  readonly on: DependencyKey
  readonly when: 'BEFORE' | 'AFTER' | 'INSTEAD OF'
  readonly events: readonly TriggerEvent[]
  /** `STATEMENT` unless said. */
  readonly forEach?: 'ROW' | 'STATEMENT'
  /** SQL over OLD and NEW. */
  readonly condition?: string
  /** The name of the function that it calls. */
  readonly function: string
  /** Texts that the function finds in TG_ARGV. */
  readonly args?: readonly string[]
}

export interface TriggerDeclaration extends Omit<TriggerOptions, 'on' | 'function'>, Depending {
  /** The model or view: `() => Book`. */
  readonly on: Dependency
  readonly function: string | DeclaredObject<'function'>
}

/** A call of a function whenever rows of a table change. */
export function trigger(
  name: string,
  { on, function: called, dependsOn = [], ...options }: TriggerDeclaration,
): DeclaredObject<'trigger'> {
  const declared = typeof called === 'string' ? [] : [called]
  return new DeclaredObject({
    kind: 'trigger',
    name,
    on,
    options: { ...options, function: typeof called === 'string' ? called : called.name },
    dependsOn: [...declared, ...dependsOn],
  })
}
