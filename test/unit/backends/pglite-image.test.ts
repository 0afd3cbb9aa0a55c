import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { PgliteImage } from '../../../src/backends/postgres/pglite-image'

describe('the image of a new database', () => {
  const files = new Uint8Array([1, 2, 3, 4, 5])
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-image-'))
    file = join(folder, 'deep', 'image')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is not there at first, and then what was kept', async () => {
    const image = new PgliteImage(file)
    assert.equal(image.read(), undefined)
    image.keep(files)
    const read = await image.read()?.arrayBuffer()
    assert.deepEqual(new Uint8Array(read ?? []), files)
    assert.deepEqual(readdirSync(join(folder, 'deep')), ['image'])
  })

  test('is not there if it is cut off, or empty', () => {
    const image = new PgliteImage(file)
    image.keep(files)
    const whole = readFileSync(file)
    for (const length of [whole.length - 1, 8, 0]) {
      writeFileSync(file, whole.subarray(0, length))
      assert.equal(image.read(), undefined)
    }
  })

  test('is not kept where nothing can be written', () => {
    writeFileSync(join(folder, 'deep'), 'a file')
    const image = new PgliteImage(file)
    image.keep(files)
    assert.equal(image.read(), undefined)
  })
})
