import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Where PGlite takes files for its own small file system. */
export interface ExtensionHost {
  copyToFS(path: string, data: Uint8Array): void
}

/**
 * The extensions that come with PGlite (citext, hstore, pg_trgm, pgcrypto …), each loaded when it is first wanted.
 * Passing them to the constructor instead costs every start 25 ms, and 80 ms with pgcrypto.
 */
export class PgliteExtensions {
  readonly #host: ExtensionHost
  readonly #loaded = new Set<string>()

  constructor(host: ExtensionHost) {
    this.#host = host
  }

  /** Loads what the text is about to create. Must come before it runs: PostgreSQL looks for the files at once. */
  loadFor(sql: string): void {
    for (const [, name = ''] of sql.matchAll(CREATE_EXTENSION)) this.load(name)
  }

  /** Does nothing for an extension that PGlite does not have: PostgreSQL's own words for it are good. */
  load(name: string): void {
    if (this.#loaded.has(name)) return
    this.#loaded.add(name)
    const bundle = join(BUNDLES, `${name}.tar.gz`)
    if (!existsSync(bundle)) return
    for (const { path, data } of filesOf(gunzipSync(readFileSync(bundle)))) {
      this.#host.copyToFS(`/pglite/${path}`, data)
      if (path.endsWith('.control')) for (const required of requirements(data)) this.load(required)
    }
  }
}

const CREATE_EXTENSION = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([a-z0-9_-]+)/gi

/** PGlite keeps them beside its entry point. */
const BUNDLES = dirname(require.resolve('@electric-sql/pglite'))

function requirements(control: Uint8Array): readonly string[] {
  const names = /^\s*requires\s*=\s*'([^']*)'/m.exec(Buffer.from(control).toString())?.[1] ?? ''
  return names.split(',').flatMap((name) => name.trim() || [])
}

interface TarFile {
  readonly path: string
  readonly data: Uint8Array
}

/** The regular files of a tar archive: blocks of 512 bytes, a header and then the content, filled up with zeros. */
function* filesOf(tar: Buffer): Iterable<TarFile> {
  for (let at = 0; at + 512 <= tar.length; ) {
    const path = field(tar, at, 100)
    // Two empty blocks are the end.
    if (path === '') return
    const size = Number.parseInt(field(tar, at + 124, 12), 8)
    const kind = field(tar, at + 156, 1)
    if (kind === '' || kind === '0') yield { path, data: tar.subarray(at + 512, at + 512 + size) }
    at += 512 + Math.ceil(size / 512) * 512
  }
}

/** Ends at the first zero byte. */
function field(tar: Buffer, start: number, length: number): string {
  const bytes = tar.subarray(start, start + length)
  const end = bytes.indexOf(0)
  return bytes.toString('latin1', 0, end < 0 ? length : end)
}
