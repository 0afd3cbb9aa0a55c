import assert from 'node:assert/strict'
import Module from 'node:module'
import { type TestContext, test } from 'node:test'
import { sqlStep } from '../../../src/schema/step'
import type { Database } from '../../../src/sql/database'

interface Resolver {
  _resolveFilename(name: string, ...rest: readonly unknown[]): string
}

const loader = require.resolve('../../../src/lint/sql/loader')
const foresight = require.resolve('../../../src/lint/foresight')

/** Until the test ends nothing finds the package of the parser. */
function withoutParser(t: TestContext): void {
  // Others of this process may have loaded them.
  const known = [loader, foresight, require.resolve('libpg-query')].map((path) => [path, require.cache[path]] as const)
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
}

test('without the package of the parser, what to install is said', async (t) => {
  withoutParser(t)
  const { loadParser }: typeof import('../../../src/lint/sql/loader') = require(loader)
  await assert.rejects(loadParser(), { code: 'lint.no-parser', hint: 'npm install --save-dev libpg-query' })
})

test('without it a plan says of SQL of the user that it cannot be read', async (t) => {
  withoutParser(t)
  const { foreseeOn }: typeof import('../../../src/lint/foresight') = require(foresight)
  const [own, ours] = [sqlStep('DROP TABLE t', { locks: undefined }), sqlStep('DROP TABLE u')]
  const found = await foreseeOn({} as Database, [own, ours])
  const unknown = { of: 'locks', why: 'what it says, without the package libpg-query' }
  assert.deepEqual([...found], [[own, [{ step: own, unknown }]]])
})
