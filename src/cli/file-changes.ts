import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { WriteFailedError } from './new-files'

/** One thing done to a file; paths are absolute. */
export type FileChange =
  | { readonly kind: 'create'; readonly path: string; readonly text: string }
  /** The file is there, or it is made. */
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }

/** Does all of it, in order, or none: what was done is taken back where something fails. */
export function changeFiles(changes: readonly FileChange[]): void {
  const undo: (() => void)[] = []
  for (const change of changes) {
    try {
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
      mkdirSync(dirname(path), { recursive: true })
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
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return () => (before === undefined ? rmSync(path, { force: true }) : writeFileSync(path, before))
}
