import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { WriteFailedError, writeNewFiles } from '../../../src/cli/new-files'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-files-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (...parts: readonly string[]): string => join(folder, ...parts)

test('files are written, with the folders that they need', () => {
  writeNewFiles([
    { path: at('a', 'migrations', '1.ts'), text: 'one' },
    { path: at('a', 'migrations', '2.ts'), text: 'two' },
  ])
  assert.equal(readFileSync(at('a', 'migrations', '1.ts'), 'utf8'), 'one')
  assert.equal(readFileSync(at('a', 'migrations', '2.ts'), 'utf8'), 'two')
})

test('a file that cannot be written takes the others back, with their folders', () => {
  writeFileSync(at('blocked'), 'a file, where a folder is needed')
  mkdirSync(at('kept'))
  const files = [at('kept', '1.ts'), at('new', 'deep', '1.ts'), at('blocked', '1.ts')]
  assert.throws(() => writeNewFiles(files.map((path) => ({ path, text: '' }))), WriteFailedError)
  assert.deepEqual([at('kept', '1.ts'), at('new'), at('kept')].map(existsSync), [false, false, true])
})

test('a file that is there is neither replaced nor removed', () => {
  writeFileSync(at('1.ts'), 'mine')
  assert.throws(() => writeNewFiles([{ path: at('1.ts'), text: 'theirs' }]), /there is a file already/)
  assert.equal(readFileSync(at('1.ts'), 'utf8'), 'mine')
})
