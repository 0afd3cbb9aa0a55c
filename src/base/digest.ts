import { hash } from 'node:crypto'

/** The first `length` hex digits of the MD5 of the parts, concatenated without a separator. Names are made of it. */
export function shortDigest(parts: readonly string[], length: number): string {
  return hash('md5', parts.join('')).slice(0, length)
}
