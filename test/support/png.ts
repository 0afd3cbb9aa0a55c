import { inflateSync } from 'node:zlib'

/** Whether a picture is one colour all over: rows that are told by their differences are then nearly all zeros. */
export function isBlank(png: Buffer): boolean {
  const data: Buffer[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const pixels = inflateSync(Buffer.concat(data))
  const kinds = new Set<number>()
  for (const byte of pixels) kinds.add(byte)
  return kinds.size < 16
}
