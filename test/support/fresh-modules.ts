import Module from 'node:module'
import { sep } from 'node:path'

const loader = Module as unknown as { readonly _pathCache: Record<string, string> }

/** Modules below the folder are loaded anew, as by another process, and looked for anew. */
export function forgetModules(folder: string): void {
  for (const path of Object.keys(require.cache)) if (path.startsWith(folder + sep)) delete require.cache[path]
  for (const [key, path] of Object.entries(loader._pathCache))
    if (path.startsWith(folder + sep)) delete loader._pathCache[key]
}
