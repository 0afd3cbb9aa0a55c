import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrationFile } from '../../../src/codegen/migration-file'
import { placed } from '../../../src/migrations/migration'
import { RemoveField } from '../../../src/operations'

test('a file that is written anew keeps what somebody answers for', () => {
  const assure = [{ rule: 'X501', operation: 1, reason: 'exported in May' }]
  const operations = [new RemoveField({ model: 'Movie', name: 'stars' })]
  const { text } = migrationFile(placed('movies', '0002_stars', { assure, operations }), { folder: '/apps/movies' })
  assert.match(text, / {2}assure: \[\{ rule: 'X501', operation: 1, reason: 'exported in May' \}\],\n {2}operations: \[/)
})
