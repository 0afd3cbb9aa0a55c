import { extname, relative, sep } from 'node:path'
import type { Importable } from '../fields/importable'

/**
 * Types of fields and of indexes that are the project's own, as files in a folder can import them. Only modules that are
 * loaded are looked at, once: what a model holds comes from one.
 */
export function projectExports(baseDir: string): (folder: string) => readonly Importable[] {
  const found: { readonly value: unknown; readonly name: string; readonly path: string }[] = []
  for (const [path, module] of Object.entries(require.cache)) {
    if (!path.startsWith(baseDir + sep) || path.includes(`${sep}node_modules${sep}`) || module === undefined) continue
    for (const [name, value] of exportsOf(module.exports)) {
      if (name !== 'default' && typeof value === 'function' && 'type' in value)
        found.push({ value: value.type, name, path })
    }
  }
  return (folder) => found.map(({ value, name, path }) => ({ value, name, from: specifier(folder, path) }))
}

function exportsOf(exported: unknown): readonly [string, unknown][] {
  return typeof exported === 'object' && exported !== null ? Object.entries(exported) : []
}

function specifier(folder: string, path: string): string {
  const to = relative(folder, path.slice(0, path.length - extname(path).length))
    .split(sep)
    .join('/')
  return to.startsWith('.') ? to : `./${to}`
}
