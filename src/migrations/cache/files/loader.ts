import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import { textDigest } from '../../text-digest'
import type { Stamp, Texts } from '../contents'

export interface FilesOptions {
  /** The folder of the project. */
  readonly baseDir: string
  /** A file that changed after this time, in milliseconds, may have been loaded before it did. */
  readonly since: number
  /** What is known of an earlier time. */
  readonly texts: Texts
}

/** The files of a project by their paths in it; each is looked at once. */
export class ProjectFiles {
  readonly #options: FilesOptions
  readonly #digests = new Map<string, string | undefined>()
  readonly #stamps = new Map<string, Stamp | undefined>()
  readonly #folders = new Map<string, number | undefined>()
  #isChanged = false

  constructor(options: FilesOptions) {
    this.#options = options
  }

  /** Whether a text was read that was not known before, or is not what it was. */
  get isChanged(): boolean {
    return this.#isChanged
  }

  path(file: string): string {
    return relative(this.#options.baseDir, file)
  }

  text(path: string): string {
    return readFileSync(join(this.#options.baseDir, path), 'utf8')
  }

  /** Of its text, which is read if the file is not as it was. undefined: there is no such file. */
  digest(path: string): string | undefined {
    if (!this.#digests.has(path)) this.#digests.set(path, this.#look(path))
    return this.#digests.get(path)
  }

  /** Whether what was loaded of it is what is there. */
  isSettled(path: string): boolean {
    const [, , changed = Number.POSITIVE_INFINITY] = this.#stamp(path) ?? []
    // A whole number of seconds comes from a disk that may count no finer than by two.
    return changed + (changed % 1000 === 0 ? 2000 : 50) < this.#options.since
  }

  /** When something was last added to it or taken out. */
  folderTime(path: string): number | undefined {
    if (!this.#folders.has(path)) this.#folders.set(path, modified(join(this.#options.baseDir, path)))
    return this.#folders.get(path)
  }

  /** The path of a module of the project by its name in a file of it. */
  resolve(path: string, name: string): string | undefined {
    try {
      const found = this.path(createRequire(join(this.#options.baseDir, path)).resolve(name))
      return found.startsWith('..') || found.split(sep).includes('node_modules') ? undefined : found
    } catch {
      return undefined
    }
  }

  /** What is known of these files now. */
  textsOf(paths: Iterable<string>): Texts {
    const texts: Record<string, Texts[string]> = {}
    for (const path of paths) {
      const [stamp, digest] = [this.#stamp(path), this.digest(path)]
      if (stamp !== undefined && digest !== undefined && this.isSettled(path)) texts[path] = [stamp, digest]
    }
    return texts
  }

  #stamp(path: string): Stamp | undefined {
    if (!this.#stamps.has(path)) this.#stamps.set(path, stampOf(join(this.#options.baseDir, path)))
    return this.#stamps.get(path)
  }

  #look(path: string): string | undefined {
    const stamp = this.#stamp(path)
    if (stamp === undefined) return undefined
    const known = this.#options.texts[path]
    if (known !== undefined && isSame(known[0], stamp)) return known[1]
    this.#isChanged ||= known !== undefined
    return textDigest(this.text(path))
  }
}

export function stampOf(file: string): Stamp | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() === true ? [stats.size, stats.mtimeMs, stats.ctimeMs, stats.ino] : undefined
}

function modified(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3]
}
