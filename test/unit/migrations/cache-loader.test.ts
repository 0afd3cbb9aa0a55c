import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { MigrationCache } from '../../../src/migrations/cache/loader'
import type { LoadedMigration } from '../../../src/migrations/loader'
import { loadMigrations } from '../../../src/migrations/loader'
import type { RunCode, RunSQL } from '../../../src/operations'
import { forgetModules } from '../../support/fresh-modules'
import { useSourcePackage } from '../../support/source-package'

useSourcePackage()

/** A project whose migrations note in a log that they are run. */
class Project {
  readonly baseDir = mkdtempSync(join(tmpdir(), 'strata-cache-'))

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) this.write(path, text)
  }

  write(path: string, text: string): void {
    const file = this.file(path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  file(path: string): string {
    return join(this.baseDir, path)
  }

  /** As a process of its own would: nothing is loaded yet, all files are as old as `since` says. */
  load({ version = '1', since = Number.POSITIVE_INFINITY } = {}): readonly LoadedMigration[] {
    forgetModules(this.baseDir)
    const cache = new MigrationCache({ baseDir: this.baseDir, version, since })
    return loadMigrations([{ label: 'shop', folder: this.file('shop') }], { cache })
  }

  /** The SQL of all migrations, and which of the files were run for it. */
  said(options?: Parameters<Project['load']>[0]): { readonly sql: readonly string[]; readonly ran: readonly string[] } {
    const log = globalThis as { ran?: string[] }
    log.ran = []
    const loaded = this.load(options)
    const operations = loaded.flatMap(({ migration }) => migration.operations)
    return { sql: operations.map((operation) => (operation as RunSQL).args.sql as string), ran: log.ran }
  }
}

const projects: Project[] = []
after(() => {
  for (const { baseDir } of projects) rmSync(baseDir, { recursive: true })
})

function project(files: Readonly<Record<string, string>>): Project {
  const made = new Project(files)
  projects.push(made)
  return made
}

/** How the log is reached keeps a file from being foreseen: so it stands where it is not looked for. */
const logged = (name: string): string =>
  `;(0, [].constructor.constructor('n', '(this.ran ??= []).push(n)'))('${name}')\n`
const migration = (name: string, sql: string, head = ''): string =>
  `import { migration, RunSQL } from 'strata-orm'\n${head}export default migration({ operations: [new RunSQL({ sql: ${sql} })] })\n${logged(name)}`

const first = 'shop/migrations/0001_first.ts'
const second = 'shop/migrations/0002_second.ts'
const kept = '.strata/cache/history.json'
const two = (): Project => project({ [first]: migration('1', "'one'"), [second]: migration('2', "'two'") })

test('files are run once, and say the same again', () => {
  const files = two()
  assert.deepEqual(files.said(), { sql: ['one', 'two'], ran: ['1', '2'] })
  const before = statSync(files.file(kept))
  assert.deepEqual(files.said(), { sql: ['one', 'two'], ran: [] })
  assert.deepEqual(statSync(files.file(kept)).mtimeMs, before.mtimeMs, 'nothing new is written')
  assert.equal(readFileSync(files.file('.strata/cache/.gitignore'), 'utf8'), '*\n')
})

test('node_modules has a place for such things', () => {
  const files = two()
  mkdirSync(files.file('node_modules'))
  files.said()
  assert.ok(existsSync(files.file('node_modules/.cache/strata/history.json')))
  assert.deepEqual(files.said().ran, [])
})

test('checksums are those of the files', () => {
  const files = two()
  const checksums = (): readonly string[] => files.load().map(({ origin }) => origin.checksum)
  assert.deepEqual(checksums(), checksums())
})

describe('a file is run again', () => {
  test('when it says something else', () => {
    const files = two()
    files.said()
    files.write(first, migration('1', "'other'"))
    assert.deepEqual(files.said(), { sql: ['other', 'two'], ran: ['1'] })
    assert.deepEqual(files.said(), { sql: ['other', 'two'], ran: [] })
  })

  test('when it says something else in as many letters, and its time is set back', async () => {
    const files = two()
    utimesSync(files.file(first), 1000, 1000)
    files.said()
    const before = statSync(files.file(first))
    await setTimeout(20)
    files.write(first, migration('1', "'eno'"))
    utimesSync(files.file(first), 1000, 1000)
    const { size, mtimeMs, ino } = statSync(files.file(first))
    assert.deepEqual([size, mtimeMs, ino], [before.size, before.mtimeMs, before.ino])
    assert.deepEqual(files.said(), { sql: ['eno', 'two'], ran: ['1'] })
  })

  test('when another version of the package has kept it', () => {
    const files = two()
    files.said()
    assert.deepEqual(files.said({ version: '2' }).ran, ['1', '2'])
    assert.deepEqual(files.said({ version: '2' }).ran, [])
  })

  test('when it is new, and the others are not', () => {
    const files = two()
    files.said()
    files.write('shop/migrations/0003_third.ts', migration('3', "'three'"))
    assert.deepEqual(files.said(), { sql: ['one', 'two', 'three'], ran: ['3'] })
    rmSync(files.file(first))
    assert.deepEqual(files.said(), { sql: ['two', 'three'], ran: [] })
  })

  test('when it changed after the process began: a module may have been loaded before it did', () => {
    const files = two()
    const since = statSync(files.file(first)).ctimeMs
    assert.deepEqual(files.said({ since }).ran, ['1', '2'])
    assert.deepEqual(files.said({ since }).ran, ['1', '2'])
  })

  const looking = migration('1', 'schema', "const schema = process.env.HOME === '' ? 'a' : 'b'\n")
  const own = `import { RunSQL, migration } from 'strata-orm'\nclass Own extends RunSQL {}\nexport default migration({ operations: [new Own({ sql: 'own' })] })\n${logged('1')}`
  for (const [what, text] of Object.entries({
    'looks at its surroundings': looking,
    'has an operation of its own': own,
  })) {
    test(`each time, when it ${what}`, () => {
      const files = project({ [first]: text, [second]: migration('2', "'two'") })
      const { sql, ran } = files.said()
      assert.deepEqual(ran, ['1', '2'])
      assert.deepEqual(files.said(), { sql, ran: ['1'] })
    })
  }
})

test('a file that is touched, or checked out anew, is not run again', async () => {
  const files = two()
  files.said()
  await setTimeout(20)
  files.write(first, migration('1', "'one'").replaceAll('\n', '\r\n'))
  assert.deepEqual(files.said(), { sql: ['one', 'two'], ran: [] })
})

describe('modules that a file loads', () => {
  const using = (): Project =>
    project({
      [first]: migration('1', 'name', "import { name } from './_names'\n"),
      'shop/migrations/_names.ts': "export * from '../names'\n",
      'shop/names/index.ts': "export const name = 'table'\n",
      [second]: migration('2', 'name', "import { name } from '../names'\n"),
    })

  test('are kept along', () => {
    const files = using()
    assert.deepEqual(files.said(), { sql: ['table', 'table'], ran: ['1', '2'] })
    assert.deepEqual(files.said(), { sql: ['table', 'table'], ran: [] })
  })

  test('run all files again that load them, when they change', () => {
    const files = using()
    files.said()
    files.write('shop/names/index.ts', "export const name = 'chair'\n")
    assert.deepEqual(files.said(), { sql: ['chair', 'chair'], ran: ['1', '2'] })
    assert.deepEqual(files.said(), { sql: ['chair', 'chair'], ran: [] })
  })

  test('run them again when another module is found in their place', () => {
    const files = using()
    files.said()
    files.write('shop/names.ts', "export const name = 'chair'\n")
    assert.deepEqual(files.said(), { sql: ['chair', 'chair'], ran: ['1', '2'] })
  })

  test('run them again when they are gone', () => {
    const files = using()
    files.said()
    rmSync(files.file('shop/names'), { recursive: true })
    assert.throws(() => files.said(), { code: 'migration.load' })
  })

  test('have to be foreseeable too', () => {
    const files = using()
    files.write('shop/names/index.ts', "export const name = process.env.HOME === '' ? 'a' : 'b'\n")
    files.said()
    assert.deepEqual(files.said().ran, ['1', '2'])
  })
})

test('code is run from its file, which is loaded for it', async () => {
  const text = `import { migration, RunCode } from 'strata-orm'
const done: string[] = []
export default migration({
  operations: [new RunCode({ code: async function fill({ apps }) { done.push(String(apps)) }, reverseCode: RunCode.noop })],
})
export { done }
`
  const files = project({ [first]: text })
  files.load()
  const [loaded] = files.load()
  const operation = loaded?.migration.operations[0] as RunCode
  assert.equal(operation.describe(), 'Run code fill')
  assert.equal(require.cache[files.file(first)], undefined)
  await operation.args.code({ apps: 'apps' } as never)
  assert.deepEqual((require(files.file(first)) as { done: string[] }).done, ['apps'])
})

describe('a cache that is no good is as good as none', () => {
  const texts: Readonly<Record<string, (text: string) => string>> = {
    'cut off': (text) => text.slice(0, -100),
    empty: () => '',
    'with another letter': (text) => text.replace('"one"', '"ono"'),
    'of something else': () => '{"migrations":{}}\n',
    'with a digest of its own': (text) => text.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  }
  for (const [what, spoil] of Object.entries(texts)) {
    test(what, () => {
      const files = two()
      files.said()
      files.write(kept, spoil(readFileSync(files.file(kept), 'utf8')))
      assert.deepEqual(files.said(), { sql: ['one', 'two'], ran: ['1', '2'] })
      assert.deepEqual(files.said().ran, [])
    })
  }

  test('a folder in its place', () => {
    const files = two()
    mkdirSync(files.file(kept), { recursive: true })
    assert.deepEqual(files.said(), { sql: ['one', 'two'], ran: ['1', '2'] })
    assert.deepEqual(files.said(), { sql: ['one', 'two'], ran: ['1', '2'] })
  })

  test('a folder that cannot be written to', { skip: process.getuid?.() === 0 && 'root may write anywhere' }, () => {
    const files = two()
    mkdirSync(files.file('.strata'))
    chmodSync(files.file('.strata'), 0o500)
    assert.deepEqual(files.said().ran, ['1', '2'])
    chmodSync(files.file('.strata'), 0o700)
  })
})
