import { equal } from '../base/equal'
import type { Depending } from './declared-object'
import { DeclaredObject } from './declared-object'

export interface FunctionOptions {
  /** By name, in order, as SQL says it: `{ price: 'numeric', rate: 'numeric DEFAULT 1' }`. */
  readonly args?: Readonly<Record<string, string>>
  /** As SQL says it: `numeric`, `trigger`, `SETOF shop_book`, `TABLE (id bigint)`. */
  readonly returns: string
  /** `sql` unless said. */
  readonly language?: 'sql' | 'plpgsql' | (string & {})
  readonly body: string
  /** `volatile` unless said. Only an immutable one may be in an index or a generated column. */
  readonly volatility?: 'volatile' | 'stable' | 'immutable'
  /** true: NULL comes of NULL without a call. */
  readonly strict?: boolean
  /** `definer`: it runs with the rights of its owner. */
  readonly security?: 'invoker' | 'definer'
  readonly parallel?: 'unsafe' | 'restricted' | 'safe'
  /** Settings while it runs, as `{ search_path: 'pg_catalog' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

/** What calls a function must find the same arguments and the same kind of result. */
export function isReplaceableFunction(from: FunctionOptions, to: FunctionOptions): boolean {
  return (
    equal(from.args, to.args) &&
    equal(Object.keys(from.args ?? {}), Object.keys(to.args ?? {})) &&
    from.returns === to.returns
  )
}

/** A function of the database. There is one of a name: arguments do not tell functions apart. */
export function dbFunction(
  name: string,
  { dependsOn, ...options }: FunctionOptions & Depending,
): DeclaredObject<'function'> {
  return new DeclaredObject({ kind: 'function', name, options, dependsOn })
}
