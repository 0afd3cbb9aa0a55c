import { resolve } from 'node:path'
import type { Connection } from '../sql/connection'
import { parseDatabaseUrl } from './database-url'
import type { FolderHolder } from './postgres/pglite-folder-lock'

export { type DatabaseUrl, DatabaseUrlError, parseDatabaseUrl } from './database-url'

export interface ConnectOptions {
  /** What a relative `pglite:` folder is relative to. */
  readonly baseDir: string
  /** Called once if another process has the PGlite folder open. */
  readonly onWait?: ((holder: FolderHolder) => void) | undefined
  /** How long to wait for that process. 60 s unless given. */
  readonly waitMs?: number | undefined
}

/** Opens the database that a URL names. A driver is imported only when it is needed: it costs a command's start. */
export async function connect(url: string, options: ConnectOptions): Promise<Connection> {
  const place = parseDatabaseUrl(url)
  if (place.kind === 'postgres') {
    const { openPg } = await import('./postgres/pg-driver')
    return openPg(place.url)
  }
  const { openPglite } = await import('./postgres/pglite-driver')
  if (place.kind === 'pglite-memory') return openPglite({ label: place.label })
  return openPglite({
    folder: resolve(options.baseDir, place.folder),
    label: place.label,
    onWait: options.onWait,
    waitMs: options.waitMs,
  })
}
