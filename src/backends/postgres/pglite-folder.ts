import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { StrataError } from '../../base/errors'

/** A PGlite folder that can be opened now; call `made` once it has been. */
export interface ReadyFolder {
  made(): void
}

/** The one name of a folder, whichever links lead to it: its lock is made of it. Makes the folders above it. */
export function realFolder(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder)
  mkdirSync(dirname(folder), { recursive: true })
  return join(realpathSync(dirname(folder)), basename(folder))
}

/**
 * Looks at a folder before PGlite does, which would fill any folder with its files and cannot use one that it was
 * killed in while it made it: a file beside the folder marks that time. Call only with the folder's lock held.
 */
export function prepareFolder(folder: string): ReadyFolder {
  const marker = `${folder}.unfinished`
  if (existsSync(marker)) rmSync(folder, { recursive: true, force: true })
  const isNew = !existsSync(folder) || readdirSync(folder).length === 0
  if (!isNew && pgVersion(folder) === undefined) {
    throw new DatabaseFolderError(folder, 'holds other files', 'Name a new folder in the database URL.')
  }
  if (isNew) writeFileSync(marker, '')
  return { made: () => rmSync(marker, { force: true }) }
}

/** A folder that PGlite, or the file system, failed to open. */
export function folderFailure(folder: string, cause: unknown): DatabaseFolderError {
  const version = pgVersion(folder)
  const made = version === undefined ? '' : ` (it was made by PostgreSQL ${version})`
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new DatabaseFolderError(folder, `cannot be opened${made}: ${reason}`, version && OTHER_VERSION, cause)
}

/** A folder that is not, or no longer, a PGlite database. */
export class DatabaseFolderError extends StrataError {
  constructor(folder: string, problem: string, hint?: string, cause?: unknown) {
    super({
      code: 'database.folder',
      message: `The PGlite folder ${folder} ${problem}.`,
      hint,
      facts: { folder, problem },
      cause,
    })
  }
}

const OTHER_VERSION =
  'A folder that another version of PGlite made needs that version. If its rows are not needed, delete the folder.'

function pgVersion(folder: string): string | undefined {
  const path = join(folder, 'PG_VERSION')
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
}
