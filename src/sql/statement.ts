/** What a driver can send: null, text, numbers, booleans, bytes. A field's `toDb` turns richer values into these. */
export type SqlParam = null | string | number | bigint | boolean | Uint8Array

/** One statement with `$1`, `$2` … for its parameters. */
export interface Statement {
  readonly sql: string
  readonly params: readonly SqlParam[]
}

export function statement(sql: string, params: readonly SqlParam[] = []): Statement {
  return { sql, params }
}
