import type { ValueOptions } from './define'

export interface AutoOptions extends ValueOptions<number> {
  /** 'always': the database refuses a key that is given to it, short of OVERRIDING SYSTEM VALUE. */
  readonly identity?: 'always' | 'byDefault'
}

/** What holds for every key that the database counts up. */
export const impliedByAuto = { primaryKey: true, identity: 'byDefault' } as const satisfies Partial<AutoOptions>

export function checkIdentity({ identity = 'byDefault' }: AutoOptions): readonly string[] {
  if (identity === 'always' || identity === 'byDefault') return []
  return [`identity is 'always' or 'byDefault', not ${String(identity)}`]
}
