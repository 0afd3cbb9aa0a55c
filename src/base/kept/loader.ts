import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where a project keeps what can be made again: where tools keep such things, else a folder of our own. */
export function keptFolder(baseDir: string): string {
  const modules = join(baseDir, 'node_modules')
  const isThere = statSync(modules, { throwIfNoEntry: false })?.isDirectory() === true
  return isThere ? join(modules, '.cache', 'strata') : join(baseDir, '.strata', 'cache')
}

/**
 * Writes a file there, all at once: whoever reads finds the whole of the old or of the new, whoever else may be
 * writing. In a folder that cannot be written to nothing is kept.
 */
export function keep(file: string, text: string): void {
  const temporary = `${file}.${randomUUID()}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(join(dirname(file), '.gitignore'), '*\n')
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } catch {
    rmSync(temporary, { force: true })
  }
}
