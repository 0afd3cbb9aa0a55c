import { closeSync, createReadStream, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { createGunzip, gzipSync } from 'node:zlib'
import type { Fixture } from '../fixtures/load'
import { WriteFailedError } from './file-changes'

/** What a fixture's name ends with; `.gz` may come behind it. */
export const formats: readonly Fixture['format'][] = ['json', 'jsonl']

export function formatOf(path: string): Fixture['format'] | undefined {
  const plain = path.replace(/\.gz$/, '')
  return formats.find((format) => plain.endsWith(`.${format}`))
}

/** The text of a file, piece by piece. */
export async function* readPieces(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  file.on('error', (error) => bytes.destroy(error))
  yield* bytes.setEncoding('utf8')
}

/** Characters that are kept together until they are written. */
const pieceSize = 1 << 20

/** Writes a file piece by piece. It has its name when it is whole: a failure leaves what was there before. */
export async function writePieces<T>(path: string, work: (write: (text: string) => void) => Promise<T>): Promise<T> {
  const partial = `${path}.partial`
  const trying = <T>(act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw new WriteFailedError(path, error)
    }
  }
  const file = trying(() => openSync(partial, 'w'))
  let kept = ''
  const write = (text: string): void => {
    kept += text
    if (kept.length >= pieceSize) flush()
  }
  const flush = (): void => {
    const bytes = Buffer.from(kept)
    kept = ''
    // One after the other, compressed parts are a compressed whole.
    trying(() => writeSync(file, path.endsWith('.gz') ? gzipSync(bytes) : bytes))
  }
  try {
    const done = await work(write)
    flush()
    trying(() => renameSync(partial, path))
    return done
  } finally {
    closeSync(file)
    rmSync(partial, { force: true })
  }
}
