import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { loadMigrations, originsOf } from '../../../src/migrations/loader'
import { failure } from './build'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** The folder of an app with these files. */
function app(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-loader-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const migration = JSON.stringify(join(__dirname, '../../../src/migrations/migration'))
const good = `const { migration } = require(${migration})\nexports.default = migration({ initial: true })\n`

test('the files of an app are its migrations, by name', () => {
  const folder = app({
    'migrations/0002_more.js': good,
    'migrations/0001_initial.js': good,
    'migrations/_notes.js': 'throw new Error()',
    'migrations/~0003.js': 'throw new Error()',
    'migrations/0001_initial.d.ts': 'throw new Error()',
    'migrations/0001_initial.js.map': '{}',
    'migrations/readme.md': '',
  })
  const loaded = loadMigrations([{ label: 'shop', folder }])
  assert.deepEqual(
    loaded.map(({ migration: { app: label, name, initial }, origin: { file } }) => [label, name, initial, file]),
    ['0001_initial', '0002_more'].map((name) => ['shop', name, true, join(folder, 'migrations', `${name}.js`)]),
  )
  assert.deepEqual([...originsOf(loaded).keys()], ['shop.0001_initial', 'shop.0002_more'])
})

test('TypeScript goes before the JavaScript that it became', () => {
  const typescript = `import { migration } from ${migration}\nexport default migration({ atomic: false as boolean })\n`
  const folder = app({ 'history/0001.js': 'throw new Error()', 'history/0001.ts': typescript })
  const [loaded, second] = loadMigrations([{ label: 'shop', folder, migrations: 'history' }])
  assert.deepEqual([loaded?.migration.atomic, second], [false, undefined])
})

test('an app without a folder has no migrations', () => {
  assert.deepEqual(
    loadMigrations([
      { label: 'shop', folder: app({}) },
      { label: 'bare', folder: '/nowhere' },
    ]),
    [],
  )
})

test('a file that says nothing is refused, and one that throws', () => {
  const cases = [
    ['module.exports = { operations: [] }', 'migration.bad-file'],
    ['', 'migration.bad-file'],
    ['throw new Error("broken")', 'migration.load'],
    ['require("./nowhere")', 'migration.load'],
  ] as const
  for (const [text, code] of cases) {
    const folder = app({ 'migrations/0001.js': text })
    const file = join(folder, 'migrations', '0001.js')
    assert.throws(() => loadMigrations([{ label: 'shop', folder }]), failure(code, { app: 'shop', name: '0001', file }))
  }
})
