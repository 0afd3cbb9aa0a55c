import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { filesLeftBy, postWrite } from '../../../src/cli/post-write'
import type { PostWrite } from '../../../src/models/settings'
import { failure } from '../migrations/build'

let folder = ''
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'post-write-'))
})
after(() => rmSync(folder, { recursive: true }))

test('the files that are left are those of code, by their last names', () => {
  const left = filesLeftBy([
    { kind: 'create', path: '/m/0001_a.ts', text: '' },
    { kind: 'create', path: '/m/0002_b.ts', text: '' },
    { kind: 'write', path: '/m/0003_c.ts', text: '' },
    { kind: 'rename', path: '/m/0003_c.ts', to: '/m/0004_c.ts' },
    { kind: 'remove', path: '/m/0002_b.ts' },
    { kind: 'write', path: '/m/leaf.txt', text: '' },
  ])
  assert.deepEqual(left, ['/m/0001_a.ts', '/m/0004_c.ts'])
})

describe('hooks', () => {
  function run(hooks: readonly PostWrite[], files: readonly string[]): Promise<void> {
    return postWrite(hooks, files, { cwd: folder, env: { ...process.env, WORD: 'yes' } })
  }

  test('get every file whole, whatever its name, in the folder of the project', async () => {
    const files = ['a b.ts', "it's.ts", '$(no).ts'].map((name) => join(folder, name))
    for (const file of files) writeFileSync(file, '')
    await run([`for f in {files}; do echo "$WORD" >> "$f"; done; pwd > where`], files)
    for (const file of files) assert.equal(readFileSync(file, 'utf8'), 'yes\n')
    assert.equal(readFileSync(join(folder, 'where'), 'utf8').trim().endsWith(folder), true)
  })

  test('are functions as well, and run one after the other', async () => {
    const seen: string[] = []
    const slow = async (files: readonly string[]): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      seen.push(`slow ${files.join()}`)
    }
    await run([slow, (files) => seen.push(`fast ${files.join()}`)], ['x.ts'])
    assert.deepEqual(seen, ['slow x.ts', 'fast x.ts'])
  })

  test('that fail end it, with what they said', async () => {
    const seen: unknown[] = []
    const after = (files: readonly string[]): number => seen.push(files)
    await assert.rejects(
      run(['echo out; echo wrong >&2; exit 3', after], ['x.ts']),
      failure('files.post-write', { files: ['x.ts'], reason: 'it ended with 3:\nout\nwrong' }),
    )
    const failing = (): never => {
      throw new Error('not today')
    }
    await assert.rejects(
      run([failing, after], []),
      failure('files.post-write', { hook: 'failing', reason: 'not today' }),
    )
    assert.deepEqual(seen, [])
  })
})
