import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { StrataError } from '../base/errors'

export interface NewFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
}

/** A file that was to be written. The others of the same run are taken back. */
export class WriteFailedError extends StrataError {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super({
      code: 'files.write',
      message: `Cannot write ${path}: ${reason}`,
      hint: 'No file was written.',
      facts: { path, reason },
      cause,
    })
  }
}

/** Writes all of the files or none, and replaces none. Folders are made as needed. */
export function writeNewFiles(files: readonly NewFile[]): void {
  const undo: (() => void)[] = []
  for (const { path, text } of files) {
    try {
      const folder = mkdirSync(dirname(path), { recursive: true })
      if (folder !== undefined) undo.push(() => removeFolders(dirname(path), folder))
      if (existsSync(path)) throw new Error('there is a file already')
      undo.push(() => rmSync(path, { force: true }))
      writeFileSync(path, text, { flag: 'wx' })
    } catch (error) {
      for (const step of undo.reverse()) step()
      throw new WriteFailedError(path, error)
    }
  }
}

/** From the innermost to the first that was made. */
function removeFolders(innermost: string, first: string): void {
  for (let folder = innermost; folder.length >= first.length; folder = dirname(folder)) rmdirSync(folder)
}
