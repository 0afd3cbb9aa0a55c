import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ts from 'typescript'
import type { AnyClass } from '../../../src/base/metadata'
import { checkModels, projectOf } from '../../../src/models/checks'
import { appsOf } from './apps'

const source = `
import { CharField, ForeignKey, IntegerField } from '../../../src/fields'
import { Model } from '../../../src/models/model'
import { model } from '../../../src/models/model-decorator'

@model({ abstract: true, ordering: ['name'] })
export abstract class Named extends Model {
  @CharField({ maxLength: 50 }) name!: string
}

@model()
export class Director extends Named {}

@model({ dbTable: 'films' })
export class Movie extends Named {
  @IntegerField() rating = 3
  @ForeignKey(() => Director, { onDelete: 'CASCADE', relatedName: 'movies' }) director!: Director
}
`

interface Modes {
  readonly experimentalDecorators: boolean
  readonly useDefineForClassFields: boolean
}

type Constructor = AnyClass & (new (values?: object) => Record<string, unknown>)

function compiled(modes: Modes): {
  readonly Named: Constructor
  readonly Director: Constructor
  readonly Movie: Constructor
} {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { ...modes, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  })
  const exports = {}
  new Function('require', 'exports', outputText)((path: string) => require(path), exports)
  return exports as ReturnType<typeof compiled>
}

const kinds = [
  { kind: 'standard decorators', experimentalDecorators: false },
  { kind: 'experimental decorators', experimentalDecorators: true },
]

for (const { kind, experimentalDecorators } of kinds) {
  for (const useDefineForClassFields of [true, false]) {
    const { Named, Director, Movie } = compiled({ experimentalDecorators, useDefineForClassFields })
    const apps = appsOf({ films: [Named, Director, Movie] })

    describe(`${kind}, useDefineForClassFields ${useDefineForClassFields}`, () => {
      test('say the same models', () => {
        const [director, movie] = apps[0]?.models ?? []
        assert.deepEqual([...(director?.fields.keys() ?? [])], ['id', 'name'])
        assert.deepEqual([...(movie?.fields.keys() ?? [])], ['id', 'name', 'rating', 'director'])
        assert.deepEqual(movie?.options, { ordering: ['name'], dbTable: 'films' })
        assert.deepEqual(movie?.field('director').options, {
          to: 'films.Director',
          onDelete: 'CASCADE',
          relatedName: 'movies',
        })
      })

      if (experimentalDecorators && useDefineForClassFields) {
        test('are reported to wipe out values, with what to set', () => {
          assert.deepEqual(checkModels(projectOf(apps)), [
            {
              level: 'error',
              id: 'strata.E003',
              object: 'films.Director.name',
              message: 'the compiler writes class fields that wipe out the values of new instances and hide relations',
              hint: 'Set "useDefineForClassFields": false in tsconfig.json, or extend "strata-orm/tsconfig.base.json".',
            },
          ])
        })
        return
      }

      test('leave the values of a new instance alone', () => {
        assert.deepEqual(checkModels(projectOf(apps)), [])
        assert.equal(new Movie({ name: 'Ran' }).name, 'Ran')
        assert.equal(Object.hasOwn(new Movie(), 'name'), false)
        assert.equal(new Movie().rating, 3)
      })

      test('leave accessors on the prototype alone', () => {
        const set: unknown[] = []
        Object.defineProperty(Movie.prototype, 'director', {
          configurable: true,
          get: () => 'the director',
          set: (value) => set.push(value),
        })
        const movie = new Movie({ director: 'Kurosawa' })
        assert.deepEqual([movie.director, Object.hasOwn(movie, 'director'), set], ['the director', false, ['Kurosawa']])
      })
    })
  }
}

test('standard decorators keep a given value over that of the class', () => {
  const { Movie } = compiled({ experimentalDecorators: false, useDefineForClassFields: true })
  assert.equal(new Movie({ rating: 5 }).rating, 5)
})
