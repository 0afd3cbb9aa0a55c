import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { rulesPage } from './support/rules-page'

test('docs/rules.md says what the rules say', () => {
  const path = join(__dirname, '..', 'docs', 'rules.md')
  const page = rulesPage()
  if (process.env.UPDATE_RULES === '1') writeFileSync(path, page)
  assert.equal(readFileSync(path, 'utf8'), page)
})
