import { writeFileSync } from 'node:fs'
import Module from 'node:module'
import { join } from 'node:path'

/**
 * Preloaded into a process: when it ends, it writes down which files it has loaded. The package is its source there,
 * since what is built of it is one file.
 */
process.on('exit', () => {
  const { STRATA_TEST_MODULES: file } = process.env
  if (file !== undefined) writeFileSync(file, JSON.stringify(Object.keys(require.cache)))
})

type Resolve = (request: string, ...rest: readonly unknown[]) => string
const loader = Module as unknown as { _resolveFilename: Resolve }
const resolve = loader._resolveFilename
const source = join(__dirname, '..', '..', 'src', 'index.ts')
loader._resolveFilename = function resolveToSource(request, ...rest) {
  return request === 'strata-orm' ? source : resolve.call(this, request, ...rest)
}
