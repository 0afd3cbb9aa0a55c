import { createHash } from 'node:crypto'

/** Of a file of code. The text of a checkout with other line ends is the same. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}
