import type { Depending } from './declared-object'
import { DeclaredObject } from './declared-object'

export interface ViewOptions {
  /** A SELECT, or VALUES; names of tables and columns are the database's. */
  readonly sql: string
  /** The names of its columns. With them a view that only gains columns is replaced and never gone. */
  readonly columns?: readonly string[]
  /** Rows that are written through it must be rows that it shows. */
  readonly checkOption?: 'local' | 'cascaded'
  /** true: it reads with the rights of whoever reads it (PostgreSQL 15). */
  readonly securityInvoker?: boolean
}

/** PostgreSQL lets a view gain columns at its end, and nothing else; what columns it has is known only if it says so. */
export function isReplaceableView(from: ViewOptions, to: ViewOptions): boolean {
  const [before, after] = [from.columns, to.columns]
  return before !== undefined && after !== undefined && before.every((column, i) => column === after[i])
}

/** A view. A model with `managed: false` and its name as `dbTable` reads it. */
export function view(name: string, { dependsOn, ...options }: ViewOptions & Depending): DeclaredObject<'view'> {
  return new DeclaredObject({ kind: 'view', name, options, dependsOn })
}
