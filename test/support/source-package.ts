import Module from 'node:module'
import { join } from 'node:path'

type Resolve = (request: string, ...rest: unknown[]) => string

const resolver = Module as unknown as { _resolveFilename: Resolve }
const source = join(__dirname, '..', '..', 'src', 'index.ts')
const resolveFilename = resolver._resolveFilename

/** In this process `strata-orm` is the source, so that tests see what they test without a build in between. */
export function useSourcePackage(): void {
  resolver._resolveFilename = (request, ...rest) =>
    resolveFilename.call(Module, request === 'strata-orm' ? source : request, ...rest)
}
