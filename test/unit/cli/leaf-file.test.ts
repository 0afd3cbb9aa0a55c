import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, test } from 'node:test'
import { leafChanges, leafIssues, readLeaf } from '../../../src/cli/leaf-file'
import type { AppPlace } from '../../../src/project/app-places'
import { graphOf } from '../migrations/build'

const folder = join(tmpdir(), `strata-leaf-${process.pid}`)
const place: AppPlace = { label: 'a', folder, migrations: folder }
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'leaf.txt'), text)
}

describe('a leaf file', () => {
  test('is made with the first migration, kept where it is, and otherwise left alone', () => {
    assert.deepEqual(leafChanges(place, '0002_x'), [])
    const change = { kind: 'write', path: join(folder, 'leaf.txt'), text: '0002_x\n' }
    assert.deepEqual(leafChanges(place, '0002_x', { isFirst: true }), [change])
    write('0001_a\n')
    assert.deepEqual(leafChanges(place, '0002_x'), [change])
  })

  const conflicts: readonly (readonly [string, string])[] = [
    ['as Git leaves it', '<<<<<<< HEAD\n0002_x\n=======\n0002_y\n>>>>>>> other\n'],
    ['with the common ancestor', '<<<<<<< HEAD\n0002_x\n||||||| base\n0001_a\n=======\n0002_y\n>>>>>>> other\n'],
    ['with line ends of Windows', '<<<<<<< HEAD\r\n0002_x\r\n=======\r\n0002_y\r\n>>>>>>> other\r\n'],
  ]
  for (const [claim, text] of conflicts) {
    test(`has a conflict: ${claim}`, () => {
      write(text)
      const leaf = readLeaf(place)
      assert.deepEqual(leaf?.kind === 'conflict' && leaf.names, ['0002_x', '0002_y'])
      assert.equal(leafIssues([place], graphOf({ 'a.0001': [] })).length, 1)
    })
  }

  test('is right or not', () => {
    const graph = graphOf({ 'a.0001': [], 'a.0002_x': ['a.0001'] })
    assert.deepEqual(leafIssues([place], graph), [])
    write('0002_x\n')
    assert.deepEqual(leafIssues([place], graph), [])
    write('0001\n')
    assert.deepEqual(
      leafIssues([place], graph).map(({ app }) => app),
      ['a'],
    )
  })
})
