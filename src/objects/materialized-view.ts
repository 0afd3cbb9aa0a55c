import type { Depending } from './declared-object'
import { DeclaredObject } from './declared-object'

export interface MaterializedViewIndex {
  readonly name: string
  /** Columns of the view, or SQL in parentheses. */
  readonly columns: readonly string[]
  /** REFRESH … CONCURRENTLY needs one that is. */
  readonly unique?: boolean
  /** `btree` unless said. */
  readonly method?: string
}

export interface MaterializedViewOptions {
  readonly sql: string
  readonly columns?: readonly string[]
  readonly indexes?: readonly MaterializedViewIndex[]
  /** false: it is filled by the first REFRESH, and cannot be read before. */
  readonly withData?: boolean
}

/** A view whose rows are kept until they are refreshed. */
export function materializedView(
  name: string,
  { dependsOn, ...options }: MaterializedViewOptions & Depending,
): DeclaredObject<'materialized-view'> {
  return new DeclaredObject({ kind: 'materialized-view', name, options, dependsOn })
}
