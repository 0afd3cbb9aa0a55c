import assert from 'node:assert/strict'
import Module from 'node:module'
import { test } from 'node:test'
import { loadParser } from '../../../src/lint/sql/loader'

interface Resolver {
  _resolveFilename(name: string, ...rest: readonly unknown[]): string
}

test('without the package of the parser, what to install is said', async (t) => {
  const resolver = Module as unknown as Resolver
  const resolve = resolver._resolveFilename
  t.mock.method(resolver, '_resolveFilename', function (this: unknown, name: string, ...rest: readonly unknown[]) {
    if (name === 'libpg-query') throw new Error('not installed')
    return resolve.call(this, name, ...rest)
  })
  await assert.rejects(loadParser(), { code: 'lint.no-parser', hint: 'npm install --save-dev libpg-query' })
})
