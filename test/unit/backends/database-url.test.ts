import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DatabaseUrlError, parseDatabaseUrl } from '../../../src/backends/connect'

describe('a database URL', () => {
  const labels: readonly (readonly [url: string, label: string])[] = [
    ['postgres://me:secret@host:5432/shop', 'postgres://me@host:5432/shop'],
    ['postgresql://me@host/shop?sslmode=require&password=secret', 'postgres://me@host/shop'],
    ['postgres://me:p%40ss%2Fword@host/shop', 'postgres://me@host/shop'],
    ['postgres://host', 'postgres://host'],
    ['postgres:///shop?host=/var/run/postgresql', 'postgres:///var/run/postgresql/shop'],
    ['POSTGRES://me@host/shop', 'postgres://me@host/shop'],
  ]
  for (const [url, label] of labels) {
    test(`${url} is a server, labelled without a password`, () => {
      assert.deepEqual(parseDatabaseUrl(url), { kind: 'postgres', url, label })
    })
  }

  const folders: readonly (readonly [url: string, folder: string])[] = [
    ['pglite:.strata/db', '.strata/db'],
    ['pglite:/var/lib/db', '/var/lib/db'],
    ['pglite:./memory', './memory'],
    ['pglite:C:\\db', 'C:\\db'],
  ]
  for (const [url, folder] of folders) {
    test(`${url} is a folder`, () => {
      assert.deepEqual(parseDatabaseUrl(url), { kind: 'pglite', folder, label: url })
    })
  }

  test('pglite:memory is a database in memory', () => {
    assert.deepEqual(parseDatabaseUrl('pglite:memory'), { kind: 'pglite-memory', label: 'pglite:memory' })
  })

  const wrong: readonly (readonly [url: string, message: RegExp])[] = [
    ['', /is empty/],
    ['shop', /has no scheme/],
    ['mysql://me:secret@host/shop', /has the unknown scheme "mysql"/],
    ['postgres://me:se#cret@host/shop', /is malformed .*%23/],
    ['postgres://me:100%secret@host/shop', /is malformed .*%25/],
    ['pglite:', /names no folder/],
    ['pglite://db', /has "\/\/" after "pglite:"/],
  ]
  for (const [url, message] of wrong) {
    test(`${url || 'nothing'} is refused with the accepted forms, and not repeated`, () => {
      assert.throws(
        () => parseDatabaseUrl(url),
        (error) => {
          assert(error instanceof DatabaseUrlError)
          assert.equal(error.code, 'settings.database-url')
          assert.match(error.message, message)
          assert.match(error.hint ?? '', /postgres:\/\/.*pglite:folder, pglite:memory/)
          assert.doesNotMatch(JSON.stringify([error.message, error.facts, error.cause]), /cret/)
          return true
        },
      )
    })
  }
})
