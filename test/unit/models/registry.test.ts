import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CharField, ForeignKey } from '../../../src/fields'
import type { One } from '../../../src/fields/relation'
import { Model } from '../../../src/models/model'
import { model } from '../../../src/models/model-decorator'
import { AppRegistry } from '../../../src/models/registry'
import { bindings } from '../../../src/query/binding'
import { appsOf } from './apps'

@model({ renamedFrom: 'Person' })
class Director extends Model {
  @CharField({ maxLength: 100, blank: true, renamedFrom: 'title' }) name!: string
}

@model()
class Movie extends Model {
  @ForeignKey(() => Director, { onDelete: 'CASCADE' }) director!: One<Director>
}

const registry = AppRegistry.of(appsOf({ people: [Director], movies: [Movie] }))

describe('a registry', () => {
  test('has the models of all apps in one state', () => {
    assert.deepEqual([...registry.state().keys()], ['people.Director', 'movies.Movie'])
    assert.equal(registry.state(), registry.state())
  })

  test('knows apps by label and classes by key', () => {
    assert.equal(registry.app('movies').models[0]?.name, 'Movie')
    assert.equal(registry.classOf('movies.Movie'), Movie)
    assert.equal(registry.classOf('movies.Genre'), undefined)
  })

  test('says which app is meant', () => {
    assert.throws(() => registry.app('moveis'), {
      code: 'apps.unknown',
      message: "No installed app with label 'moveis'.",
      hint: "Did you mean 'movies'?",
    })
    assert.throws(() => registry.app('x'), { hint: 'Known apps: people, movies' })
  })

  test('says what no state holds', () => {
    const { blank, renamedFields, renamedModels } = registry.hints()
    assert.deepEqual([...blank], ['people.Director.name'])
    assert.deepEqual([...renamedFields], [['people.Director.name', 'title']])
    assert.deepEqual([...renamedModels], [['people.Director', 'people.Person']])
  })

  test('refuses to give a state that names what is not there', () => {
    @model({ ordering: ['nme'], uniqueTogether: ['nmae'] } as object)
    class Wrong extends Model {
      @CharField() name!: string
    }
    assert.throws(() => AppRegistry.of(appsOf({ people: [Wrong] })).state(), {
      code: 'models.definition',
      message:
        'people.Wrong: uniqueTogether names nmae, which is no field of the model\n' +
        'people.Wrong: ordering: people.Wrong has no field "nme"',
      hint: 'Did you mean name?',
    })
  })

  test('makes its classes ready for queries, and opens no database for that', () => {
    registry.bind(() => assert.fail('opened'))
    const binding = bindings.own(Movie)
    assert.equal(binding?.key, 'movies.Movie')
    assert.equal(binding?.state, registry.state())
    assert.equal(binding?.classOf('people.Director'), Director)
  })
})
