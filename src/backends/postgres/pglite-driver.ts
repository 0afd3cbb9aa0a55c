import { PGlite } from '@electric-sql/pglite'
import { StrataError } from '../../base/errors'
import type { Connection } from '../../sql/connection'
import { pgliteError } from './database-error'
import { PgliteExtensions } from './pglite-extensions'
import { folderFailure, prepareFolder, realFolder } from './pglite-folder'
import { type FolderLock, type FolderLockOptions, lockFolder } from './pglite-folder-lock'
import { PgliteImage } from './pglite-image'
import { type Answer, openSession, type Wire } from './session'
import { asText, VALUE_PARSERS } from './value-text'

export interface PgliteOptions extends FolderLockOptions {
  /** Absent for a database in memory, which is gone when it is closed. */
  readonly folder?: string | undefined
  readonly label?: string | undefined
}

/** Opens a PostgreSQL inside this process. */
export async function openPglite({ folder, label, ...waiting }: PgliteOptions = {}): Promise<Connection> {
  if (folder === undefined) return openSession(await openMemoryWire(), label ?? 'pglite:memory')
  let lock: FolderLock | undefined
  try {
    const real = realFolder(folder)
    lock = await lockFolder(`${real}.lock`, waiting)
    return await openSession(await wire(await openFolder(real), lock), label ?? `pglite:${folder}`)
  } catch (error) {
    lock?.release()
    throw error instanceof StrataError ? error : folderFailure(folder, error)
  }
}

/** The line to a database in memory, for a session in this thread or in another. */
export async function openMemoryWire(): Promise<Wire> {
  return wire(await openMemory())
}

async function openMemory(): Promise<PGlite> {
  const image = new PgliteImage()
  const loadDataDir = image.read()
  if (loadDataDir !== undefined) return PGlite.create({ loadDataDir })
  const database = await PGlite.create()
  image.keep(new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer()))
  return database
}

async function openFolder(folder: string): Promise<PGlite> {
  const { made } = prepareFolder(folder)
  const database = await PGlite.create({ dataDir: folder })
  made()
  return database
}

/** Makes PGlite send and read text as the server does, in place of its own ideas of each type. */
async function wire(database: PGlite, lock?: FolderLock): Promise<PgliteWire> {
  database.serializers = {}
  // Its own parsers come in again for a type that has no entry, so every type gets one.
  for (const oid of Object.keys(database.parsers)) database.parsers[oid] = asText
  Object.assign(database.parsers, VALUE_PARSERS)
  const extensions = new PgliteExtensions(database)
  const { rows } = await database.query<[string]>('SELECT extname FROM pg_extension', [], { rowMode: 'array' })
  for (const [name] of rows) extensions.load(name)
  return new PgliteWire(database, extensions, lock)
}

class PgliteWire implements Wire {
  readonly #database: PGlite
  readonly #extensions: PgliteExtensions
  readonly #lock: FolderLock | undefined

  constructor(database: PGlite, extensions: PgliteExtensions, lock: FolderLock | undefined) {
    this.#database = database
    this.#extensions = extensions
    this.#lock = lock
  }

  async query(sql: string, params: readonly (string | null)[]): Promise<Answer> {
    try {
      this.#extensions.loadFor(sql)
      const result = await this.#database.query<unknown[]>(sql, [...params], { rowMode: 'array' })
      const { fields, rows, rowCount, command } = result
      return { columns: fields.map(({ name }) => name), rows, count: rowCount ?? 0, command }
    } catch (error) {
      throw pgliteError(error, sql)
    }
  }

  async script(sql: string): Promise<void> {
    try {
      this.#extensions.loadFor(sql)
      await this.#database.exec(sql)
    } catch (error) {
      throw pgliteError(error, sql)
    }
  }

  async close(): Promise<void> {
    try {
      await this.#database.close()
    } finally {
      this.#lock?.release()
    }
  }
}
