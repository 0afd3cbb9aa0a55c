import { hash } from 'node:crypto'

/** Of a file of code. The text of a checkout with other line ends is the same. */
export function textDigest(text: string): string {
  return hash('sha256', text.replaceAll('\r\n', '\n'))
}
