import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** A package whose bundle says what it is given, and keeps what was compiled of it for the command. */
class Package {
  readonly folder = mkdtempSync(join(tmpdir(), 'strata-entry-'))
  readonly kept = join(this.folder, 'node_modules', '.cache', 'strata-code')

  constructor() {
    folders.push(this.folder)
    mkdirSync(join(this.folder, 'dist'))
    cpSync(join(__dirname, '../../../scripts/entry.cjs'), join(this.folder, 'dist', 'index.js'))
    this.build('one')
  }

  build(word: string): void {
    const text = `"use strict"
const { basename } = require('node:path')
function said() { return '${word}' }
module.exports = { said, keep: keepCode, at: basename(__filename) + ' ' + basename(__dirname) }
//# sourceMappingURL=bundle.js.map`
    writeFileSync(join(this.folder, 'dist', 'bundle.js'), text)
  }

  run(command: string, ...flags: readonly string[]): string {
    const script = `const { said, keep, at } = require('./dist'); keep('${command}'); console.log(said(), at)`
    return execFileSync(process.execPath, [...flags, '-e', script], { cwd: this.folder, encoding: 'utf8' }).trim()
  }

  /** The commands whose functions are kept. */
  get commands(): unknown {
    const [head = ''] = readFileSync(this.#file(), 'latin1').split('\n')
    return (JSON.parse(head) as { commands: unknown }).commands
  }

  spoil(change: (kept: Buffer) => Buffer): void {
    writeFileSync(this.#file(), change(readFileSync(this.#file())))
  }

  #file(): string {
    const [name = '', ...others] = readdirSync(this.kept)
    assert.deepEqual(others, [])
    return join(this.kept, name)
  }
}

test('the bundle is run as the file that it is', () => {
  assert.equal(new Package().run('check'), 'one bundle.js dist')
})

test('what was compiled is kept, command by command', () => {
  const made = new Package()
  for (const command of ['check', 'migrate', 'check']) assert.equal(made.run(command), 'one bundle.js dist')
  assert.deepEqual(made.commands, ['check', 'migrate'])
})

test('another bundle in its place is compiled anew', () => {
  const made = new Package()
  made.run('check')
  made.build('two')
  assert.equal(made.run('migrate'), 'two bundle.js dist')
  assert.deepEqual(made.commands, ['migrate'])
  assert.equal(made.run('migrate'), 'two bundle.js dist')
})

test('what is not whole is not used', () => {
  const made = new Package()
  const damages: readonly ((kept: Buffer) => Buffer)[] = [
    (kept) => kept.subarray(0, -10),
    (kept) => kept.map((byte, at) => (at === kept.length - 50 ? byte ^ 1 : byte)) as Buffer,
    () => Buffer.from('{}\n'),
    () => Buffer.alloc(0),
  ]
  for (const damage of damages) {
    made.run('check')
    made.spoil(damage)
    assert.equal(made.run('migrate'), 'one bundle.js dist')
    assert.deepEqual(made.commands, ['migrate'], 'and is replaced')
    rmSync(made.kept, { recursive: true })
  }
})

test('a process with other flags compiles by itself, and leaves what is kept alone', () => {
  const made = new Package()
  made.run('check')
  assert.equal(made.run('migrate', '--no-opt'), 'one bundle.js dist')
  assert.deepEqual(made.commands, ['check'])
})

test('where nothing can be kept nothing is', () => {
  const made = new Package()
  writeFileSync(join(made.folder, 'node_modules'), '')
  assert.equal(made.run('check'), 'one bundle.js dist')
  assert.ok(!existsSync(made.kept))
})

test('where a file has globals of its own, as with jest, the bundle has them too', () => {
  const made = new Package()
  writeFileSync(join(made.folder, 'dist', 'bundle.js'), 'module.exports = { Date, keeps: typeof keepCode }')
  const script = `
    const { readFileSync } = require('node:fs')
    const { join, dirname } = require('node:path')
    const { compileFunction, createContext, runInContext } = require('node:vm')
    const parsingContext = createContext({ process })
    const names = ['exports', 'require', 'module', '__filename', '__dirname']
    const load = (path) => {
      const module = { exports: {} }
      const from = (id) => (id.startsWith('.') ? load(join(dirname(path), id)) : require(id))
      const file = compileFunction(readFileSync(path, 'utf8'), names, { parsingContext })
      file(module.exports, from, module, path, dirname(path))
      return module.exports
    }
    const loaded = load(join(process.cwd(), 'dist', 'index.js'))
    console.log(loaded.Date === runInContext('Date', parsingContext), loaded.keeps)`
  const printed = execFileSync(process.execPath, ['-e', script], { cwd: made.folder, encoding: 'utf8' }).trim()
  assert.equal(printed, 'true undefined')
})
