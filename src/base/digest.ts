import { createHash } from 'node:crypto'

/** The first `length` hex digits of the MD5 of the parts, concatenated without a separator. Names are made of it. */
export function shortDigest(parts: readonly string[], length: number): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part, 'utf8')
  return hash.digest('hex').slice(0, length)
}
