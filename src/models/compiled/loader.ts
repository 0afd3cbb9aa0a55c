import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import { keep, keptFolder } from '../../base/kept/loader'

/** What swc makes of a source. */
interface Compiled {
  readonly code: string
  readonly map?: string
}

/** The part of `@swc/core` that loaders call for each file that they load. */
interface Swc {
  readonly version: string
  transformSync(source: unknown, options: { readonly filename?: string }): Compiled
}

/**
 * Runs `load`, and what swc compiles meanwhile is kept beside the project: to compile a thousand models takes longer
 * than to find what changed in them. It is swc that is made to remember, below whichever loader asks it, so that the
 * loader does with the result what it always does, as to note where lines came from. A loader that asks no swc, or
 * none that was loaded before, compiles as ever.
 */
export function keepingCompiled<Result>(baseDir: string, load: () => Result): Result {
  const swc = loadedSwc()
  if (swc === undefined) return load()
  const { transformSync, version } = swc
  const folder = join(keptFolder(baseDir), 'compiled')
  swc.transformSync = (source, options) => {
    const { filename } = options
    if (typeof source !== 'string' || filename === undefined) return transformSync(source, options)
    const file = join(folder, digestOf(filename))
    const digest = digestOf(version, JSON.stringify(options), source)
    return read(file, digest) ?? write(file, digest, transformSync(source, options))
  }
  try {
    return load()
  } finally {
    swc.transformSync = transformSync
  }
}

function loadedSwc(): Swc | undefined {
  const { cache } = createRequire(__filename)
  const file = Object.keys(cache).find((path) => path.endsWith(join(sep, '@swc', 'core', 'index.js')))
  return file === undefined ? undefined : (cache[file]?.exports as Swc)
}

/** A line with the digest of what it was made of and the length of the code; the code; the map. */
function write(file: string, digest: string, compiled: Compiled): Compiled {
  const { code, map } = compiled
  if (map !== undefined) keep(file, `${digest} ${code.length}\n${code}${map}`)
  return compiled
}

/** undefined: there is none, or it was made of another source. */
function read(file: string, digest: string): Compiled | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  const end = text.indexOf('\n')
  const [madeOf, length] = text.slice(0, end).split(' ')
  if (madeOf !== digest) return undefined
  const codeEnd = end + 1 + Number(length)
  return { code: text.slice(end + 1, codeEnd), map: text.slice(codeEnd) }
}

function digestOf(...parts: readonly string[]): string {
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}
