import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const digestBytes = 32

/**
 * The files of a database as `initdb` leaves them, kept beside the package that made them: to make them takes PGlite two
 * seconds, to read them a tenth of that. They are the same for every new database of one version of PGlite.
 */
export class PgliteImage {
  readonly #file: string

  constructor(file: string = ownFile()) {
    this.#file = file
  }

  /** undefined: none is kept, or it is not whole. */
  read(): Blob | undefined {
    try {
      const all = readFileSync(this.#file)
      const files = all.subarray(digestBytes)
      return all.subarray(0, digestBytes).equals(digestOf(files)) ? new Blob([files]) : undefined
    } catch {
      return undefined
    }
  }

  /** In a folder that cannot be written to nothing is kept. */
  keep(files: Uint8Array): void {
    const temporary = `${this.#file}.${Math.random().toString(36).slice(2)}`
    try {
      mkdirSync(dirname(this.#file), { recursive: true })
      writeFileSync(temporary, Buffer.concat([digestOf(files), files]))
      renameSync(temporary, this.#file)
    } catch {}
  }
}

function digestOf(files: Uint8Array): Buffer {
  return createHash('sha256').update(files).digest()
}

function ownFile(): string {
  const root = dirname(dirname(require.resolve('@electric-sql/pglite')))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }
  return join(dirname(dirname(root)), '.cache', 'strata', `pglite-${version}`)
}
