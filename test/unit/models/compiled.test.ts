import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { keepingCompiled } from '../../../src/models/compiled/loader'

const swc: { transformSync: unknown } = require('@swc/core')

// Below the project, so that its TypeScript settings hold.
const parent = join(__dirname, '..', '..', '..', '.test')
mkdirSync(parent, { recursive: true })
const baseDir = mkdtempSync(join(parent, 'compiled-'))
const source = join(baseDir, 'models.ts')
const folder = join(baseDir, '.strata', 'cache', 'compiled')
after(() => rmSync(baseDir, { recursive: true }))

function load(): { readonly word: string; readonly fail: () => never } {
  delete require.cache[source]
  return keepingCompiled(baseDir, () => require(source))
}

/** Changes what is kept, which shows whether it is used. */
function changeKept(): void {
  const [name] = readdirSync(folder).filter((each) => !each.startsWith('.'))
  const file = join(folder, name ?? '')
  writeFileSync(file, readFileSync(file, 'utf8').replace('compiled', 'kept one'))
}

describe('what models were compiled to', () => {
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true })
    writeFileSync(source, `type Word = string\n\nexport const word: Word = 'compiled'\n`)
    load()
  })

  test('is kept and used', () => {
    changeKept()
    assert.equal(load().word, 'kept one')
  })

  test('is compiled anew when the source changed', () => {
    changeKept()
    writeFileSync(source, `export const word = 'other'\n`)
    assert.equal(load().word, 'other')
  })

  test('is one file, whatever it was before', () => {
    writeFileSync(source, `export const word = 'other'\n`)
    load()
    assert.equal(readdirSync(folder).filter((each) => !each.startsWith('.')).length, 1)
  })

  test('knows the lines of the source', () => {
    writeFileSync(
      source,
      `interface Gone {\n  readonly a: 1\n}\n\nexport function fail(): Gone {\n  throw new Error('no')\n}\n`,
    )
    load()
    for (const loaded of [load(), load()])
      assert.throws(loaded.fail, ({ stack }: Error) => stack?.includes(`${source}:6:`) ?? false)
  })

  test('leaves the compiler as it was', () => {
    const before = swc.transformSync
    writeFileSync(source, 'export const = 1\n')
    assert.throws(load)
    assert.equal(swc.transformSync, before)
  })
})
