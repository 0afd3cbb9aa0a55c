import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { loadApps } from '../../../src/models/loader'
import { AppRegistry } from '../../../src/models/registry'
import { objectKey } from '../../../src/objects/database-object'

const root = join(__dirname, '..', '..', '..')
// Below the project, so that its TypeScript settings hold.
mkdirSync(join(root, '.test'), { recursive: true })
const scratch = mkdtempSync(join(root, '.test', 'objects-'))
after(() => rmSync(scratch, { recursive: true }))

const imports = `
import { CharField, EnumField } from '${root}/src/fields'
import { Model } from '${root}/src/models/model'
import { model } from '${root}/src/models/model-decorator'
import { collation, dbFunction, enumType, extension, materializedView, policy, schema, sqlObject, trigger, view } from '${root}/src/objects'
`

let projects = 0
/** The apps of a project whose models files are these. */
function load(files: Readonly<Record<string, string>>): AppRegistry {
  const baseDir = join(scratch, String(++projects))
  for (const [app, text] of Object.entries({ ...files })) {
    const path = join(baseDir, app, 'models.ts')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, imports + text)
  }
  return AppRegistry.of(loadApps({ apps: Object.keys(files), databases: { default: 'pglite:memory' } }, baseDir))
}

const book = `@model({ rowLevelSecurity: true }) export class Book extends Model { @CharField() title!: string }`

const library = `${book}
  export const Mood = enumType('mood', ['sad', 'ok'])
  export const touch = dbFunction('touch', { returns: 'trigger', language: 'plpgsql', body: 'BEGIN RETURN NEW; END' })
  export const onTouch = trigger('on_touch', { on: () => Book, when: 'BEFORE', events: ['UPDATE'], function: touch })
  export const own = policy('own', { on: () => Book, for: 'SELECT', using: 'true' })
  export const titles = view('titles', { sql: 'SELECT title FROM library_book', dependsOn: [() => Book] })
  export const hstore = extension('hstore')
  export const text = 'no object'`
const report = `import { Mood, titles } from '../library/models'
  export { Mood }
  @model() export class Day extends Model { @EnumField(Mood, { null: true }) mood!: 'sad' | 'ok' | null }
  export const kept = materializedView('kept', { sql: 'SELECT 1', dependsOn: [titles, 'Day', 'library.Book'] })
  export const reporting = schema('reporting')
  export const ci = collation('ci', { locale: 'und' })
  export const positive = sqlObject('positive', { sql: 'CREATE DOMAIN …', dropSql: 'DROP DOMAIN …' })`

describe('a models file declares objects by exporting them', () => {
  const registry = load({ library, report })

  test('each belongs to the app that declares it', () => {
    // Compilers differ in the order of a file's exports.
    assert.deepEqual([...registry.state().objects()].map(objectKey).sort(), [
      'collation report.ci',
      'enum library.mood',
      'extension library.hstore',
      'function library.touch',
      'materialized-view report.kept',
      'policy library.own on library.Book',
      'schema report.reporting',
      'sql-object report.positive',
      'trigger library.on_touch on library.Book',
      'view library.titles',
    ])
  })

  test('classes and objects become keys', () => {
    const state = registry.state()
    assert.deepEqual(state.object('trigger library.on_touch on library.Book'), {
      kind: 'trigger',
      app: 'library',
      name: 'on_touch',
      options: { when: 'BEFORE', events: ['UPDATE'], function: 'touch', on: 'library.Book' },
      dependsOn: ['function library.touch'],
    })
    const { dependsOn } = state.object('materialized-view report.kept')
    assert.deepEqual(dependsOn, ['view library.titles', 'report.Day', 'library.Book'])
  })

  test('a field has the name of its type in the state, and its values with the class', () => {
    const { options } = registry.state().model('report.Day').field('mood')
    assert.deepEqual(options, { enumType: 'mood', null: true })
  })

  test('and nothing is wrong with them', () => {
    assert.deepEqual(registry.check(), [])
  })
})

describe('what is wrong is said', () => {
  const day = (field: string): string =>
    `@model() export class Day extends Model { @EnumField(${field}) mood!: 'a' | 'b' }`
  const cases: Readonly<Record<string, readonly [models: string, ids: readonly string[]]>> = {
    'an enum that is not exported': [`const Mood = enumType('mood', ['a', 'b'])\n${day('Mood')}`, ['objects.E002']],
    'but not one that is named': [`@model() export class Day extends Model { @EnumField('mood') mood!: string }`, []],
    'a default that is no value': [
      `export const Mood = enumType('mood', ['a', 'b'])\n${day(`Mood, { default: 'c' as 'a' }`)}`,
      ['strata.E001'],
    ],
    'a dependency that is not there': [
      `export const v = view('v', { sql: '', dependsOn: ['app.Bok'] })`,
      ['objects.E001'],
    ],
    'a name that is too long': [`export const s = schema('${'x'.repeat(64)}')`, ['objects.E003']],
    'an empty name after a dot': [`export const v = view('x.', { sql: '' })`, ['objects.E003']],
    'a value twice': [`export const Mood = enumType('mood', ['a', 'a'])`, ['objects.E004']],
    'a value that is too long': [`export const Mood = enumType('mood', ['${'x'.repeat(64)}'])`, ['objects.E004']],
    'an order that only icu has': [
      `export const ci = collation('ci', { locale: 'und', deterministic: false })`,
      ['objects.E004'],
    ],
    'a trigger on rows that are truncated': [
      `${book}\nexport const t = trigger('t', { on: () => Book, when: 'AFTER', events: ['TRUNCATE'], forEach: 'ROW', function: 'f' })`,
      ['objects.E004'],
    ],
    'a trigger without events, instead of nothing': [
      `${book}\nexport const t = trigger('t', { on: () => Book, when: 'INSTEAD OF', events: [], condition: 'x', function: 'f' })`,
      ['objects.E004', 'objects.E004', 'objects.E004'],
    ],
    'policies that check what they do not write, or see': [
      `${book}
      export const a = policy('a', { on: () => Book, for: 'SELECT', check: 'true' })
      export const b = policy('b', { on: () => Book, for: 'INSERT', using: 'true' })`,
      ['objects.E004', 'objects.E004'],
    ],
    'a policy that does not count': [
      `@model() export class Book extends Model {}\nexport const a = policy('a', { on: () => Book })`,
      ['objects.W001'],
    ],
  }
  for (const [what, [models, ids]] of Object.entries(cases)) {
    test(what, () => {
      assert.deepEqual(
        load({ app: models })
          .check()
          .map(({ id }) => id),
        ids,
      )
    })
  }

  test('a missing dependency before anything else is made of the models', () => {
    const registry = load({ app: `export const v = view('v', { sql: '', dependsOn: ['app.Bok'] })` })
    assert.throws(() => registry.state(), { code: 'models.definition', message: /view app\.v: it depends on app\.Bok/ })
  })

  test('an object that another is made from and that is not exported', () => {
    const models = `const a = view('a', { sql: '' })\nexport const b = view('b', { sql: '', dependsOn: [a] })`
    assert.throws(() => load({ app: models }), {
      code: 'models.unexported-object',
      message: /view app\.b names the view a/,
    })
  })

  test('the same enum in two apps', () => {
    const models = `export const Mood = enumType('mood', ['a'])`
    assert.throws(() => load({ one: models, two: models }).state(), { code: 'state.duplicate-object' })
  })
})
