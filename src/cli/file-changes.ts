import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { StrataError } from '../base/errors'

/** One thing done to a file; paths are absolute. */
export type FileChange =
  /** Nothing is there yet. */
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  /** The file is there, or it is made. */
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }

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

/**
 * Does all of it, in order, or none: what was done is taken back where something fails. Folders are made as needed.
 */
export function changeFiles(changes: readonly FileChange[]): void {
  const undo: (() => void)[] = []
  for (const change of changes) {
    try {
      if ('text' in change) undo.push(makeFolder(dirname(change.path)))
      undo.push(perform(change))
    } catch (error) {
      for (const step of undo.reverse()) step()
      throw new WriteFailedError(change.kind === 'rename' ? change.to : change.path, error)
    }
  }
}

/** Returns what takes it back. */
function perform(change: FileChange): () => void {
  const { path } = change
  switch (change.kind) {
    case 'create':
      if (existsSync(path)) throw new Error('there is a file already')
      writeFileSync(path, change.text, { flag: 'wx' })
      return () => rmSync(path, { force: true })
    case 'write':
      return overwrite(path, change.text)
    case 'remove': {
      const text = readFileSync(path)
      rmSync(path)
      return () => writeFileSync(path, text)
    }
    case 'rename':
      if (existsSync(change.to)) throw new Error('there is a file already')
      renameSync(path, change.to)
      return () => renameSync(change.to, path)
  }
}

function overwrite(path: string, text: string): () => void {
  const before = existsSync(path) ? readFileSync(path) : undefined
  writeFileSync(path, text)
  return () => (before === undefined ? rmSync(path, { force: true }) : writeFileSync(path, before))
}

function makeFolder(path: string): () => void {
  const first = mkdirSync(path, { recursive: true })
  return () => {
    if (first === undefined) return
    // From the innermost to the first that was made.
    for (let folder = path; folder.length >= first.length; folder = dirname(folder)) rmdirSync(folder)
  }
}
