import { DeclaredObject } from './declared-object'

export interface CollationOptions {
  /** As the provider calls it: `und-u-ks-level2`. */
  readonly locale: string
  /** `libc` unless said, as in PostgreSQL. */
  readonly provider?: 'icu' | 'libc'
  /** false: texts of different bytes may be equal, as where case does not count; needs `icu`. */
  readonly deterministic?: boolean
}

/** An order of texts, for `dbCollation`: `collation('ci', { provider: 'icu', locale: 'und-u-ks-level2', deterministic: false })`. */
export function collation(name: string, options: CollationOptions): DeclaredObject<'collation'> {
  return new DeclaredObject({ kind: 'collation', name, options })
}
