import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { changeFiles } from '../../../src/cli/file-changes'
import { failure } from '../migrations/build'

const folder = join(tmpdir(), `strata-changes-${process.pid}`)
const at = (name: string): string => join(folder, name)
beforeEach(() => {
  mkdirSync(folder, { recursive: true })
  for (const name of ['a', 'b', 'c']) writeFileSync(at(name), name)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('all of the changes are made', () => {
  changeFiles([
    { kind: 'create', path: at('deep/new'), text: 'new' },
    { kind: 'write', path: at('a'), text: 'other' },
    { kind: 'remove', path: at('b') },
    { kind: 'rename', path: at('c'), to: at('b') },
  ])
  assert.deepEqual(readdirSync(folder).sort(), ['a', 'b', 'deep'])
  assert.deepEqual(
    ['a', 'b'].map((name) => readFileSync(at(name), 'utf8')),
    ['other', 'c'],
  )
})

test('or none, where one fails', () => {
  assert.throws(
    () =>
      changeFiles([
        { kind: 'create', path: at('new'), text: 'new' },
        { kind: 'write', path: at('a'), text: 'other' },
        { kind: 'write', path: at('fresh'), text: 'fresh' },
        { kind: 'remove', path: at('b') },
        { kind: 'rename', path: at('c'), to: at('b') },
        { kind: 'rename', path: at('b'), to: at('a') },
      ]),
    failure('files.write', { path: at('a') }),
  )
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => readFileSync(at(name), 'utf8')),
    ['a', 'b', 'c'],
  )
  assert.equal(existsSync(at('new')) || existsSync(at('fresh')), false)
})

test('nor the folders that were made for them', () => {
  const paths = [at('d/1.ts'), at('new/deep/1.ts'), at('a/1.ts')]
  mkdirSync(at('d'))
  assert.throws(() => changeFiles(paths.map((path) => ({ kind: 'create', path, text: '' }))), failure('files.write'))
  assert.deepEqual([at('d/1.ts'), at('new'), at('d')].map(existsSync), [false, false, true])
})

test('a file that is there is not created', () => {
  assert.throws(() => changeFiles([{ kind: 'create', path: at('a'), text: 'other' }]), /there is a file already/)
  assert.equal(readFileSync(at('a'), 'utf8'), 'a')
})
