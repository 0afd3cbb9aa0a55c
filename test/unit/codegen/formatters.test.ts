import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { migrationFile } from '../../../src/codegen/migration-file'
import { type Migration, placed } from '../../../src/migrations/migration'
import { DeleteModel, RunSQL } from '../../../src/operations'
import { migrationArbitrary } from '../../support/codegen-arbitraries'
import { sample } from '../../support/codegen-sample'

const root = join(__dirname, '..', '..', '..')
const folder = join(root, '.test', `codegen-formatters-${process.pid}`)
after(() => rmSync(folder, { recursive: true, force: true }))

const written = (migration: Migration): string => migrationFile(migration, { folder }).text

test('a formatter and a sorter of imports find nothing to do', () => {
  const text = written(sample)
  assert.equal(biome({ sample: text }).sample, text)
})

test('nor in random migrations', () => {
  const seed = Date.now() % 2 ** 31
  const migrations = fc.sample(migrationArbitrary, { numRuns: 300, seed }).map((each) => written(withLongLine(each)))
  const texts = Object.fromEntries(migrations.filter(isLatin).map((text, i) => [`random${i}`, text]))
  assert.ok(Object.keys(texts).length > 50)
  const formatted = biome(texts)
  for (const [name, text] of Object.entries(texts)) assert.equal(formatted[name], text, `seed ${seed}`)
})

test('but a short list of operations they would put on one line', () => {
  const text = written(placed('movies', '0002', { operations: [new DeleteModel({ name: 'Movie' })] }))
  assert.equal(biome({ short: text }).short, text.replace(/\[\n\s+(.*),\n\s+\]/, '[$1]'))
})

/** With a list of operations that does not fit on one line in any case. */
function withLongLine(migration: Migration): Migration {
  const long = new RunSQL({ sql: 'x'.repeat(100) })
  return { ...migration, operations: [long, ...migration.operations] }
}

/** Other characters we quote as keys, and formatters do not agree on how wide they are. */
function isLatin(text: string): boolean {
  return /^[\n\x20-\u024f]*$/.test(text)
}

/** The texts after Biome formatted them and sorted their imports, in the settings of this repository but for the width. */
function biome(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, `${name}.ts`), text)
  const command = require.resolve('@biomejs/biome/bin/biome')
  const settings = ['--line-width=100', '--linter-enabled=false', '--vcs-enabled=false', `--config-path=${root}`]
  const { status, stderr } = spawnSync(process.execPath, [command, 'check', '--write', ...settings, folder], {
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
  return Object.fromEntries(Object.keys(texts).map((name) => [name, readFileSync(join(folder, `${name}.ts`), 'utf8')]))
}
