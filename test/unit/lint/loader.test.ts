import assert from 'node:assert/strict'
import Module from 'node:module'
import { test } from 'node:test'

interface Resolver {
  _resolveFilename(name: string, ...rest: readonly unknown[]): string
}

const loader = require.resolve('../../../src/lint/sql/loader')

test('without the package of the parser, what to install is said', async (t) => {
  // Others of this process may have loaded both.
  const known = [loader, require.resolve('libpg-query')].map((path) => [path, require.cache[path]] as const)
  for (const [path] of known) delete require.cache[path]
  t.after(() => {
    for (const [path, module] of known) require.cache[path] = module
  })
  const resolver = Module as unknown as Resolver
  const resolve = resolver._resolveFilename
  t.mock.method(resolver, '_resolveFilename', function (this: unknown, name: string, ...rest: readonly unknown[]) {
    if (name === 'libpg-query') throw new Error('not installed')
    return resolve.call(this, name, ...rest)
  })
  const { loadParser }: typeof import('../../../src/lint/sql/loader') = require(loader)
  await assert.rejects(loadParser(), { code: 'lint.no-parser', hint: 'npm install --save-dev libpg-query' })
})
