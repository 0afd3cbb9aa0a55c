import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { equal } from '../../src/base/equal'
import { migrationFile } from '../../src/codegen/migration-file'
import type { DataRecord } from '../../src/migrations/cache/data'
import { decode } from '../../src/migrations/cache/decode'
import { encode } from '../../src/migrations/cache/encode'
import { MigrationCache } from '../../src/migrations/cache/loader'
import { loadMigrations } from '../../src/migrations/loader'
import { type Migration, placed } from '../../src/migrations/migration'
import { migrationArbitrary } from '../support/codegen-arbitraries'
import { forgetModules } from '../support/fresh-modules'
import { useSourcePackage } from '../support/source-package'

useSourcePackage()

const written = (migration: Migration): string => migrationFile(migration, { folder: '' }).text
const noCode = (): never => assert.fail('no code is asked for')

test('a migration that is kept as data is the migration that it was', () => {
  let keptAsData = 0
  fc.assert(
    fc.property(migrationArbitrary, ({ app, name, ...definition }) => {
      const data = encode(definition)
      if (data === undefined) return
      keptAsData++
      const back = placed(app, name, decode(JSON.parse(JSON.stringify(data)) as DataRecord, noCode))
      const original = placed(app, name, definition)
      assert.ok(equal({ ...back }, { ...original }))
      assert.equal(written(back), written(original))
      assert.deepEqual(encode({ ...definition, operations: back.operations }), data)
    }),
    { numRuns: 300 },
  )
  // Those with an object that has no prototype are not.
  assert.ok(keptAsData > 200, `${keptAsData} of 300 are data`)
})

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

type Act =
  | { readonly act: 'write'; readonly file: number; readonly text: string }
  | { readonly act: 'touch' | 'delete'; readonly file: number }
  | { readonly act: 'restore' }
  | Spoiling

/** Of the file that the cache is kept in; `at` is a part of its length. */
interface Spoiling {
  readonly act: 'overwrite' | 'insert' | 'cut'
  readonly at: number
  readonly bytes: string
}

const text = fc.oneof(
  { weight: 5, arbitrary: migrationArbitrary.map(written) },
  migrationArbitrary.map((migration) => `${written(migration)}process.title\n`),
)
const file = fc.nat(2)
const at = fc.double({ min: 0, max: 1, noNaN: true })
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('write' as const), file, text }),
  fc.record({ act: fc.constantFrom('touch' as const, 'delete' as const), file }),
  fc.record({
    act: fc.constantFrom('overwrite' as const, 'insert' as const, 'cut' as const),
    at,
    bytes: fc.string({ minLength: 1, maxLength: 20 }),
  }),
  fc.record({ act: fc.constant('restore' as const) }),
)

/** A project of three migrations, and what is done to it between two commands. */
class History {
  readonly folder = mkdtempSync(join(tmpdir(), 'strata-histories-'))
  readonly #cache = join(this.folder, '.strata', 'cache', 'history.json')
  #former = ''

  constructor(texts: readonly string[]) {
    folders.push(this.folder)
    mkdirSync(join(this.folder, 'migrations'))
    for (const [file, text] of texts.entries()) this.do({ act: 'write', file, text })
  }

  do(act: Act): void {
    if (act.act === 'restore') this.#restore()
    else if ('bytes' in act) this.#spoil(act)
    else if (act.act === 'write') writeFileSync(this.#file(act.file), act.text)
    else if (act.act === 'delete') rmSync(this.#file(act.file), { force: true })
    else if (existsSync(this.#file(act.file))) utimesSync(this.#file(act.file), 1, 1)
  }

  said(how: 'cached' | 'run'): readonly string[] {
    forgetModules(this.folder)
    const options = { baseDir: this.folder, version: '1', since: Number.POSITIVE_INFINITY }
    const cache = how === 'cached' ? new MigrationCache(options) : undefined
    const loaded = loadMigrations([{ label: 'movies', folder: this.folder }], { cache })
    return loaded.map(({ migration, origin }) => `${origin.checksum} ${migration.name}\n${written(migration)}`)
  }

  /** The cache as it was when this was last done, or none. */
  #restore(): void {
    const now = this.#kept()
    this.#keep(this.#former)
    this.#former = now
  }

  #spoil({ act, at, bytes }: Spoiling): void {
    const now = this.#kept()
    const from = Math.floor(now.length * at)
    const rest = act === 'cut' ? '' : bytes + now.slice(from + (act === 'overwrite' ? bytes.length : 0))
    this.#keep(now.slice(0, from) + rest)
  }

  #kept(): string {
    return existsSync(this.#cache) ? readFileSync(this.#cache, 'latin1') : ''
  }

  #keep(text: string): void {
    mkdirSync(dirname(this.#cache), { recursive: true })
    writeFileSync(this.#cache, text, 'latin1')
  }

  #file(number: number): string {
    return join(this.folder, 'migrations', `000${number + 1}_random.ts`)
  }
}

test('whatever happens to the files and to the cache, the history is the one that the files say', () => {
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 3, maxLength: 3 }),
      fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
      (texts, rounds) => {
        const history = new History(texts)
        assert.deepEqual(history.said('cached'), history.said('run'))
        for (const acts of rounds) {
          for (const each of acts) history.do(each)
          assert.deepEqual(history.said('cached'), history.said('run'))
        }
      },
    ),
    { numRuns: 40 },
  )
})
