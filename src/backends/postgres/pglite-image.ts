import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

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
      return filesIn(this.#file)
    } catch {
      return undefined
    }
  }

  /** In a folder that cannot be written to nothing is kept. */
  keep(files: Uint8Array): void {
    const temporary = `${this.#file}.${Math.random().toString(36).slice(2)}`
    try {
      mkdirSync(dirname(this.#file), { recursive: true })
      writeFileSync(temporary, Buffer.concat([files, lengthOf(files)]))
      renameSync(temporary, this.#file)
    } catch {}
  }
}

/** At the end of the file, so that one which was cut off shows. */
const lengthBytes = 8

function lengthOf(files: Uint8Array): Buffer {
  const bytes = Buffer.alloc(lengthBytes)
  bytes.writeDoubleLE(files.length)
  return bytes
}

function filesIn(path: string): Blob | undefined {
  const file = openSync(path, 'r')
  try {
    const files = new Uint8Array(fstatSync(file).size - lengthBytes)
    readSync(file, files)
    const length = Buffer.alloc(lengthBytes)
    readSync(file, length)
    return length.readDoubleLE() === files.length ? new Files(files.buffer) : undefined
  } finally {
    closeSync(file)
  }
}

/** A Blob that hands out the very bytes that it was given: forty megabytes need not be copied. */
class Files extends Blob {
  readonly #bytes: ArrayBuffer

  constructor(bytes: ArrayBuffer) {
    super([])
    this.#bytes = bytes
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes
  }
}

function ownFile(): string {
  const root = dirname(dirname(require.resolve('@electric-sql/pglite')))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }
  return join(dirname(dirname(root)), '.cache', 'strata', `pglite-${version}`)
}
