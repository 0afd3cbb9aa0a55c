import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CheckConstraint, GinIndex, Index, UniqueConstraint } from '../../../src/constraints'
import {
  ArrayField,
  BigAutoField,
  CharField,
  DateField,
  ForeignKey,
  IntegerField,
  ManyToManyField,
  OneToOneField,
  TextField,
} from '../../../src/fields'
import type { One } from '../../../src/fields/relation'
import { Model } from '../../../src/models/model'
import { model } from '../../../src/models/model-decorator'
import type { Many } from '../../../src/query/related-rows'
import { Lower } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import type { ModelState } from '../../../src/state/model-state'
import { stateOf } from './apps'

@model()
class Director extends Model {
  @CharField({ maxLength: 100, helpText: 'As on the poster', blank: true }) name!: string
}

@model({
  ordering: ['-releasedOn'],
  indexes: [Index({ fields: ['title', '-releasedOn'] })],
  uniqueTogether: ['title', 'director'],
  verboseName: 'film',
})
class Movie extends Model {
  @CharField({ maxLength: 100 }) title!: string
  @DateField({ null: true }) releasedOn!: Date | null
  @ForeignKey(() => Director, { onDelete: 'CASCADE', relatedName: 'movies' }) director!: One<Director>
  @ForeignKey('self', { onDelete: 'SET_NULL', null: true }) sequelOf!: One<Movie> | null
  @ManyToManyField(() => Genre, { through: 'MovieGenre' }) genres!: Many<Genre>
}

@model()
class Genre extends Model<string> {
  @CharField({ maxLength: 40, primaryKey: true }) code!: string
}

@model()
class MovieGenre extends Model {
  @ForeignKey('Movie', { onDelete: 'CASCADE' }) movie!: One<Movie>
  @ForeignKey('movies.Genre', { onDelete: 'CASCADE' }) genre!: One<Genre>
}

const state = stateOf({ people: [Director], movies: [Movie, Genre, MovieGenre] })

function names(of: ModelState): readonly string[] {
  return [...of.fields.keys()]
}

describe('a model', () => {
  test('gets an id as its first field where it has no primary key', () => {
    assert.deepEqual(names(state.model('people.Director')), ['id', 'name'])
    assert.equal(state.model('people.Director').field('id').type, BigAutoField.type)
    assert.deepEqual(names(state.model('movies.Genre')), ['code'])
  })

  test('has its fields in the order declared', () => {
    assert.deepEqual(names(state.model('movies.Movie')), [
      'id',
      'title',
      'releasedOn',
      'director',
      'sequelOf',
      'genres',
    ])
  })

  test('holds nothing that is for people alone', () => {
    assert.deepEqual(state.model('people.Director').field('name').options, { maxLength: 100 })
    assert.equal('verboseName' in state.model('movies.Movie').options, false)
  })

  test('points at others by key, whether a function, a name, a key or self says which', () => {
    const to = (model: string, field: string) => (state.model(model).field(field).options as { to?: unknown }).to
    assert.equal(to('movies.Movie', 'director'), 'people.Director')
    assert.equal(to('movies.Movie', 'sequelOf'), 'movies.Movie')
    assert.equal(to('movies.MovieGenre', 'movie'), 'movies.Movie')
    assert.equal(to('movies.MovieGenre', 'genre'), 'movies.Genre')
    assert.deepEqual(state.model('movies.Movie').field('genres').options, {
      to: 'movies.Genre',
      through: 'movies.MovieGenre',
    })
  })

  test('names its indexes after table and columns, as Django does', () => {
    @model({
      dbTable: 'fields_idx',
      indexes: [Index({ fields: ['a'] }), Index({ fields: ['a', '-b'] }), GinIndex({ fields: ['arr'] })],
    })
    class Indexed extends Model {
      @IntegerField() a!: number
      @IntegerField() b!: number
      @ArrayField(IntegerField()) arr!: number[]
    }
    assert.deepEqual(
      stateOf({ fields: [Indexed] })
        .model('fields.Indexed')
        .indexes.map(({ options }) => options.name),
      ['fields_idx_a_77cd46_idx', 'fields_idx_a_6eabf8_idx', 'fields_idx_arr_0f60d2_gin'],
    )
  })

  test('takes one list of names in uniqueTogether for one set', () => {
    assert.deepEqual(state.model('movies.Movie').uniqueTogether, [['title', 'director']])
  })

  test('has its sets of uniqueTogether sorted and each once, columns in their order', () => {
    @model({
      uniqueTogether: [
        ['b', 'a'],
        ['a', 'c'],
        ['b', 'a'],
      ],
    })
    class Sets extends Model {
      @IntegerField() a!: number
      @IntegerField() b!: number
      @IntegerField() c!: number
    }
    assert.deepEqual(stateOf({ shop: [Sets] }).model('shop.Sets').uniqueTogether, [
      ['a', 'c'],
      ['b', 'a'],
    ])
  })

  test('keeps a function as default', () => {
    const make = () => 'x'
    @model()
    class Made extends Model {
      @TextField({ default: make }) text!: string
    }
    assert.equal(
      stateOf({ shop: [Made] })
        .model('shop.Made')
        .field('text').options.default,
      make,
    )
  })

  test('goes by the name that it says', () => {
    @model({ name: 'Film', dbTable: 'films', managed: false })
    class A extends Model {}
    assert.deepEqual(stateOf({ shop: [A] }).model('shop.Film').options, { dbTable: 'films', managed: false })
  })
})

describe('an abstract model', () => {
  @model({
    abstract: true,
    ordering: ['created'],
    indexes: [Index({ fields: ['created'], name: '%(app_label)s_%(class)s_created' })],
    constraints: [CheckConstraint({ condition: Q({ weight__gte: 0 }), name: '%(class)s_weight' })],
    defaultRelatedName: '%(app_label)s_%(class)s_all',
  })
  abstract class Stamped extends Model {
    @DateField() created!: Date
    @IntegerField() weight!: number
    @ForeignKey(() => Director, { onDelete: 'CASCADE' }) by!: One<Director>
  }

  @model()
  class Note extends Stamped {
    @TextField() text!: string
    @IntegerField({ dbIndex: true }) override weight!: number
  }

  @model({ ordering: [], constraints: [], dbTable: 'stamps' })
  class Stamp extends Stamped {}

  const state = stateOf({ people: [Director], desk: [Stamped, Note, Stamp] })

  test('has no state', () => {
    assert.deepEqual([...state.keys()], ['people.Director', 'desk.Note', 'desk.Stamp'])
  })

  test('gives its fields to those that extend it, before theirs; what they declare anew takes its own place', () => {
    assert.deepEqual(names(state.model('desk.Note')), ['id', 'created', 'by', 'text', 'weight'])
    assert.equal(state.model('desk.Note').field('weight').options.dbIndex, true)
    assert.deepEqual(names(state.model('desk.Stamp')), ['id', 'created', 'weight', 'by'])
  })

  test('gives them its options, where they say nothing themselves', () => {
    assert.deepEqual(state.model('desk.Note').options.ordering, ['created'])
    assert.equal(state.model('desk.Stamp').options.ordering, undefined)
    assert.deepEqual(state.model('desk.Stamp').constraints, [])
  })

  test('has its places in names filled in', () => {
    const { indexes, constraints } = state.model('desk.Note')
    assert.deepEqual(
      [...indexes, ...constraints].map(({ options }) => options.name),
      ['desk_note_created', 'note_weight'],
    )
    assert.equal(
      (state.model('desk.Stamp').field('by').options as { relatedName?: string }).relatedName,
      'desk_stamp_all',
    )
  })

  test('may be a class without @model', () => {
    class Mixin extends Model {
      @TextField() text!: string
    }
    @model()
    class Page extends Mixin {}
    assert.deepEqual(names(stateOf({ desk: [Page] }).model('desk.Page')), ['id', 'text'])
  })
})

describe('a model that extends another', () => {
  @model({ ordering: ['name'] })
  class Place extends Model {
    @CharField({ maxLength: 50 }) name!: string
  }
  @model()
  class Restaurant extends Place {
    @IntegerField() seats!: number
  }
  @model({ proxy: true })
  class Venue extends Place {}
  @model()
  class Hall extends Venue {}
  @model()
  class Cinema extends Place {
    @OneToOneField(() => Place, { onDelete: 'CASCADE', parentLink: true, relatedName: 'cinema' }) place!: One<Place>
  }
  const state = stateOf({ town: [Place, Restaurant, Venue, Hall, Cinema] })

  test('points at its row there with its key', () => {
    const restaurant = state.model('town.Restaurant')
    assert.deepEqual(names(restaurant), ['place_ptr', 'seats'])
    assert.deepEqual(restaurant.field('place_ptr').options, {
      to: 'town.Place',
      onDelete: 'CASCADE',
      parentLink: true,
      primaryKey: true,
    })
    assert.deepEqual(restaurant.bases, ['town.Place'])
  })

  test('takes over the order of the rows', () => {
    assert.deepEqual(state.model('town.Restaurant').options.ordering, ['name'])
  })

  test('may have the link as a field of its own', () => {
    assert.deepEqual(names(state.model('town.Cinema')), ['place'])
    assert.equal(state.model('town.Cinema').field('place').options.primaryKey, true)
  })

  test('has no fields as a proxy', () => {
    const venue = state.model('town.Venue')
    assert.deepEqual(
      [names(venue), venue.options, venue.bases],
      [[], { ordering: ['name'], proxy: true }, ['town.Place']],
    )
  })

  test('points past a proxy at the table behind it', () => {
    assert.deepEqual(names(state.model('town.Hall')), ['place_ptr'])
    assert.deepEqual(state.model('town.Hall').bases, ['town.Venue'])
  })
})

describe('it is an error', () => {
  @model({ abstract: true })
  class Base extends Model {}
  class Plain {}
  let missing: (() => typeof Director) | undefined

  const pointsAt = (target: () => unknown): (() => unknown) => {
    @model()
    class Poster extends Model {
      @ForeignKey(target as () => typeof Director, { onDelete: 'CASCADE' }) of!: One<Director>
    }
    return () => stateOf({ art: [Poster] })
  }

  const targets: readonly { claim: string; target: () => unknown; message: string; hint: RegExp }[] = [
    {
      claim: 'to point at a class that no app exports',
      target: () => Director,
      message: 'art.Poster.of points at Director, which no app of the settings exports',
      hint: /Export Director from the models file of an app/,
    },
    {
      claim: 'to point at undefined',
      target: () => missing,
      message: 'art.Poster.of points at undefined instead of a model',
      hint: /\(\) => Director/,
    },
    {
      claim: 'to point at a class that is not there yet',
      target: () => {
        throw new ReferenceError("Cannot access 'Director' before initialization")
      },
      message: 'art.Poster.of points at undefined instead of a model',
      hint: /\(\) => Director/,
    },
    {
      claim: 'to point at a class that is no model',
      target: () => Plain,
      message: 'art.Poster.of points at Plain, which is no model',
      hint: /@model\(\) on Plain/,
    },
    {
      claim: 'to point at an abstract model',
      target: () => Base,
      message: 'art.Poster.of points at Base, which is abstract and has no table',
      hint: /a model that extends it/,
    },
  ]
  for (const { claim, target, message, hint } of targets) {
    test(claim, () => assert.throws(pointsAt(target), { code: 'models.target', message, hint }))
  }

  test('to extend a model that no app exports', () => {
    @model()
    class Animated extends Movie {}
    assert.throws(() => stateOf({ art: [Animated] }), {
      code: 'models.target',
      message: 'the base of art.Animated points at Movie, which no app of the settings exports',
    })
  })

  test('to leave an index of expressions or a constraint without a name', () => {
    @model({ indexes: [Index({ expressions: [Lower('title')] })] })
    class A extends Model {}
    assert.throws(() => stateOf({ art: [A] }), { code: 'models.unnamed-index' })
    @model({ constraints: [UniqueConstraint({ fields: ['a'] } as never)] })
    class B extends Model {}
    assert.throws(() => stateOf({ art: [B] }), { code: 'models.unnamed-constraint' })
  })

  test('to have two models of one name in an app', () => {
    @model({ name: 'Director' })
    class Second extends Model {}
    assert.throws(() => stateOf({ people: [Director, Second] }), {
      code: 'models.duplicate',
      message: 'the app people has two models named Director',
    })
  })
})

test('a thousand models are described in a moment', () => {
  const classes = Array.from({ length: 20 }, () =>
    Array.from({ length: 50 }, (_, i) => {
      class Wide extends Model {}
      for (let n = 0; n < 13; n++) CharField({ maxLength: 50 })(Wide.prototype as never, `field${n}` as never)
      ForeignKey(() => Director, { onDelete: 'CASCADE' })(Wide.prototype as never, 'director' as never)
      model({ name: `Wide${i}`, indexes: [Index({ fields: ['field1'] })] } as object)(Wide)
      return Wide
    }),
  )
  const apps = Object.fromEntries(classes.map((each, i) => [`app${i}`, each]))
  const start = performance.now()
  const size = [...stateOf({ people: [Director], ...apps }).keys()].length
  const took = performance.now() - start
  assert.equal(size, 1001)
  assert.ok(took < 500, `took ${took} ms`)
})
