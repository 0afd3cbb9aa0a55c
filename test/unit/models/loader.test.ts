import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { StrataError } from '../../../src/base/errors'
import { loadApps } from '../../../src/models/loader'
import type { AppSettings } from '../../../src/models/settings'

const root = join(__dirname, '..', '..', '..')
// Below the project, so that its TypeScript settings hold.
mkdirSync(join(root, '.test'), { recursive: true })
const scratch = mkdtempSync(join(root, '.test', 'apps-'))
after(() => rmSync(scratch, { recursive: true }))

const imports = `
import { CharField, ForeignKey } from '${root}/src/fields'
import { Model } from '${root}/src/models/model'
import { model } from '${root}/src/models/model-decorator'
`

/** Writes a project of these files and loads its apps. */
let projects = 0
function load(apps: readonly (string | AppSettings)[], files: Readonly<Record<string, string>>) {
  const baseDir = join(scratch, String(++projects))
  for (const [path, text] of Object.entries({ 'manage.ts': '', ...files })) {
    mkdirSync(dirname(join(baseDir, path)), { recursive: true })
    writeFileSync(join(baseDir, path), path.endsWith('.ts') ? imports + text : text)
  }
  return loadApps({ apps, databases: { default: 'pglite:memory' } }, baseDir)
}

function keys(apps: ReturnType<typeof load>): readonly string[] {
  return apps.flatMap(({ models }) => models.map(({ key }) => key))
}

const director = '@model() export class Director extends Model { @CharField({ maxLength: 9 }) name!: string }'
const movie = `
@model() export class Movie extends Model {
  @ForeignKey(() => Director, { onDelete: 'CASCADE' }) director!: Director
}`

describe('apps are loaded', () => {
  test('from models.ts or a folder models, or have none', () => {
    const apps = load(['people', 'movies', 'empty'], {
      'people/models.ts': director,
      'movies/models/index.ts': `export * from './movie'`,
      'movies/models/movie.ts': `import { Director } from '../../people/models'${movie}`,
      'empty/readme.txt': '',
    })
    assert.deepEqual(
      apps.map(({ label, classes }) => [label, [...classes.keys()]]),
      [
        ['people', ['Director']],
        ['movies', ['Movie']],
        ['empty', []],
      ],
    )
    assert.deepEqual(keys(apps), ['people.Director', 'movies.Movie'])
  })

  test('with their models in the order written, whichever order a compiler exports them in', () => {
    const text = ['Zebra', 'Ant', 'Mouse'].map((name) => `@model() export class ${name} extends Model {}`).join('\n')
    assert.deepEqual(keys(load(['zoo'], { 'zoo/models.ts': text })), ['zoo.Zebra', 'zoo.Ant', 'zoo.Mouse'])
  })

  test('under the label of the settings', () => {
    const apps = load([{ path: 'apps/my-people', label: 'people' }], { 'apps/my-people/models.ts': director })
    assert.deepEqual(keys(apps), ['people.Director'])
  })

  test('in JavaScript', () => {
    const text = `
      const { CharField } = require('${root}/src/fields')
      const { Model } = require('${root}/src/models/model')
      const { model } = require('${root}/src/models/model-decorator')
      exports.Person = class Person extends Model {}
      CharField()(exports.Person.prototype, 'name')
      model()(exports.Person)
    `
    assert.deepEqual(keys(load(['people'], { 'people/models.js': text })), ['people.Person'])
  })
})

describe('a class belongs', () => {
  test('to the app that is imported from, where another passes it on', () => {
    const apps = load(['movies', 'people'], {
      'people/models.ts': director,
      'movies/models.ts': `import { Director } from '../people/models'\nexport { Director }${movie}`,
    })
    assert.deepEqual(keys(apps), ['movies.Movie', 'people.Director'])
  })

  test('to the app that exports it, where its file is in none', () => {
    const apps = load(['people'], {
      'shared/director.ts': director,
      'people/models.ts': `export * from '../shared/director'`,
    })
    assert.deepEqual(keys(apps), ['people.Director'])
  })

  const circle = (options: string) => ({
    'people/models.ts': `import { Movie } from '../movies/models'\nexport { Movie }\n@model() export class Director extends Model {}`,
    'movies/models.ts': `export { Director } from '../people/models'\n@model(${options}) export class Movie extends Model {}`,
  })

  test('to the app that it says', () => {
    const files = circle(`{ app: 'movies' }`)
    files['people/models.ts'] = files['people/models.ts'].replace('@model()', `@model({ app: 'people' })`)
    assert.deepEqual(keys(load(['people', 'movies'], files)), ['people.Director', 'movies.Movie'])
  })

  test('to none, if two files export it and import each other', () => {
    assert.throws(() => load(['people', 'movies'], circle('')), {
      code: 'models.ambiguous-app',
      message: 'the models of people and movies all export Movie and import each other',
      hint: "Say which app it belongs to: @model({ app: 'people' }), or export it from one of them only.",
    })
  })

  test('to none, if the app that it says is not there', () => {
    assert.throws(
      () => load(['people'], { 'people/models.ts': `@model({ app: 'peple' }) export class A extends Model {}` }),
      {
        code: 'models.unknown-app',
        hint: 'Did you mean people?',
      },
    )
  })
})

describe('it is an error', () => {
  test('to name a folder that is not there', () => {
    assert.throws(() => load(['people'], {}), {
      code: 'settings.app-folder',
      message: /^the app "people" of the settings has no folder: there is no .*people$/,
    })
  })

  test('to name two apps alike', () => {
    const files = { 'a/people/x': '', 'b/people/x': '' }
    assert.throws(() => load(['a/people', 'b/people'], files), { code: 'settings.duplicate-app' })
  })

  test('to call an app what cannot begin the name of a table', () => {
    assert.throws(() => load(['my-people'], { 'my-people/x': '' }), {
      code: 'settings.app-label',
      hint: "Give it one: { path: 'my-people', label: 'my_people' }",
    })
  })

  test('to leave out @model()', () => {
    const text = 'export class Director extends Model { @CharField() name!: string }'
    assert.throws(() => load(['people'], { 'people/models.ts': text }), {
      code: 'models.undecorated',
      message: 'people/models.ts: the class Director has fields and no @model()',
    })
  })

  test('to throw in a models file, and the line is named', () => {
    assert.throws(
      () => load(['people'], { 'people/models.ts': '\n\nthrow new Error("no luck")' }),
      (error) => {
        assert.ok(error instanceof StrataError && error.cause instanceof Error)
        assert.equal(error.code, 'models.load')
        assert.match(error.message, /^people\/models\.ts:7:\d+: the models of people do not load: no luck$/)
        assert.equal(error.facts.file, 'people/models.ts')
        return true
      },
    )
  })

  test('to extend a class of a file that is still loading', () => {
    const files = {
      'people/models.ts': `import { Base } from '../movies/models'\n@model() export class Director extends Base {}`,
      'movies/models.ts': `import { Director } from '../people/models'\nexport class Base extends Model {}\nDirector`,
    }
    assert.throws(() => load(['movies', 'people'], files), {
      code: 'models.load',
      hint: /^Two files import each other/,
    })
  })
})
