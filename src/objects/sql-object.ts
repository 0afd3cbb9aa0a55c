import type { Depending } from './declared-object'
import { DeclaredObject } from './declared-object'

export interface SqlObjectOptions {
  readonly sql: string
  readonly dropSql: string
}

/** Whatever else a database can hold, by the SQL that makes it and the SQL that drops it: a domain, an aggregate, an operator. */
export function sqlObject(
  name: string,
  { dependsOn, ...options }: SqlObjectOptions & Depending,
): DeclaredObject<'sql-object'> {
  return new DeclaredObject({ kind: 'sql-object', name, options, dependsOn })
}
