import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ArrayField,
  BigIntegerField,
  CharField,
  DateField,
  DecimalField,
  F,
  ForeignKey,
  GeneratedField,
  IntegerField,
  JSONField,
  type Many,
  ManyToManyField,
  Model,
  model,
  type One,
  OneToOneField,
  objects,
  PositiveIntegerField,
  TextField,
} from '../../src'

// What must compile and what must not. The compiler does the testing; the test at the end only sees the file loaded.

@model({ ordering: ['name'] })
class Director extends Model {
  static readonly objects = objects(() => Director)

  @CharField({ maxLength: 100 }) name!: string

  movies!: Many<Movie>
}

@model()
class Genre extends Model<string> {
  @CharField({ maxLength: 40, primaryKey: true }) code!: string
}

@model({
  ordering: ['-releasedOn', 'director__name', 'director_id', 'pk'],
  getLatestBy: 'releasedOn',
  uniqueTogether: [['title', 'director'], ['title']],
})
class Movie extends Model {
  static readonly objects = objects(() => Movie)

  @CharField({ maxLength: 100 }) title!: string
  @CharField({ choices: ['G', 'PG'] }) rating!: 'G' | 'PG'
  @CharField({ choices: ['G', 'PG'], null: true }) oldRating!: 'G' | 'PG' | null
  @DateField({ null: true }) releasedOn!: Date | null
  @DecimalField({ maxDigits: 8, decimalPlaces: 2 }) budget!: string
  @BigIntegerField({ default: 0n }) views!: bigint
  @ArrayField(TextField()) tags!: string[]
  @ArrayField(IntegerField({ null: true }), { null: true }) scores!: (number | null)[] | null
  @JSONField() facts!: { readonly length: number }
  @GeneratedField({ expression: F('views'), outputField: BigIntegerField() }) seen!: bigint
  @ForeignKey(() => Director, { onDelete: 'CASCADE', relatedName: 'movies' }) director!: One<Director>
  @ForeignKey(() => Director, { onDelete: 'SET_NULL', null: true, relatedName: '+' }) second!: One<Director> | null
  @ForeignKey('self', { onDelete: 'CASCADE', relatedName: 'sequels' }) sequelOf!: One<Movie>
  @ManyToManyField(() => Genre, { relatedName: 'movies' }) genres!: Many<Genre>
}

// Wrong types of properties.
class Wrong extends Model {
  // @ts-expect-error: text on a number
  @CharField({ maxLength: 9 }) a!: number
  // @ts-expect-error: the column may be NULL
  @CharField({ maxLength: 9, null: true }) b!: string
  // @ts-expect-error: the column is never NULL
  @CharField({ maxLength: 9 }) c!: string | null
  // @ts-expect-error: more than the choices
  @CharField({ choices: ['G', 'PG'] }) d!: string
  // @ts-expect-error: fewer than the choices
  @CharField({ choices: ['G', 'PG'] }) e!: 'G'
  // @ts-expect-error: 64 bits are a bigint
  @BigIntegerField() f!: number
  // @ts-expect-error: exact numbers are text
  @DecimalField({ maxDigits: 8, decimalPlaces: 2 }) g!: number
  // @ts-expect-error: the items are text
  @ArrayField(TextField()) h!: number[]
  // @ts-expect-error: JSON that may be NULL
  @JSONField({ null: true }) i!: { readonly length: number }
  // @ts-expect-error: another model
  @ForeignKey(() => Director, { onDelete: 'CASCADE' }) j!: One<Genre>
  // @ts-expect-error: may be read already or not
  @ForeignKey(() => Director, { onDelete: 'CASCADE' }) k!: Director
  // @ts-expect-error: the column may be NULL
  @ForeignKey(() => Director, { onDelete: 'CASCADE', null: true }) l!: One<Director>
  // @ts-expect-error: the column is never NULL
  @OneToOneField(() => Director, { onDelete: 'CASCADE' }) m!: One<Director> | null
  // @ts-expect-error: many rows of another model
  @ManyToManyField(() => Genre) n!: Many<Director>
  // @ts-expect-error: many rows are no list
  @ManyToManyField(() => Genre) o!: Genre[]
  // @ts-expect-error: the output field is a number
  @GeneratedField({ expression: F('f'), outputField: IntegerField() }) p!: string
}

// Wrong options.
class WrongOptions extends Model {
  // @ts-expect-error: text as the default of a number
  @PositiveIntegerField({ default: '0' }) c!: number
  // @ts-expect-error: a function that gives text
  @PositiveIntegerField({ default: () => '0' }) d!: number
  // @ts-expect-error: onDelete is needed
  @ForeignKey(() => Director, {}) e!: One<Director>
  // @ts-expect-error: no such rule
  @ForeignKey(() => Director, { onDelete: 'cascade' }) f!: One<Director>
  // @ts-expect-error: maxDigits is needed
  @DecimalField({ decimalPlaces: 2 }) g!: string
  @ArrayField(TextField(), { default: ['a'] }) right!: string[]
  // @ts-expect-error: items of another type
  @ArrayField(TextField(), { default: [1] }) j!: string[]
  // @ts-expect-error: choices of another type
  @IntegerField({ choices: ['1'] }) i!: number
}

// What is misspelt is refused where nobody compiles it, too.
const misspelt = [
  () => {
    // @ts-expect-error: no such option
    CharField({ maxLenght: 9 })
  },
  () => {
    // @ts-expect-error: no option of this field
    TextField({ maxLength: 9 })
  },
  () => {
    // @ts-expect-error: no such option
    ManyToManyField(() => Genre, { relatedname: 'x' })
  },
  () => {
    // @ts-expect-error: no such option
    model({ order: ['name'] })
  },
]

// Wrong options of models.
// @ts-expect-error: no such field
@model({ ordering: ['-nme'] })
class WrongOrdering extends Model {
  @TextField() name!: string
}

// @ts-expect-error: no such field
@model({ uniqueTogether: [['name', 'nme']] })
class WrongSet extends Model {
  @TextField() name!: string
}

// @ts-expect-error: no such field
@model({ orderWithRespectTo: 'boss' })
class WrongOrder extends Model {}

// @ts-expect-error: no model
@model()
class NoModel {}

@model({ abstract: true, ordering: ['name'] })
abstract class Named extends Model {
  @TextField() name!: string
}

@model({ ordering: ['-name'] })
class Inherits extends Named {}

// Options that are not known when it is compiled pass.
const ordering: string[] = ['name']
@model({ ordering })
class Computed extends Named {}

/** Never called: only compiled. */
async function uses(movie: Movie): Promise<void> {
  const director: Director = await movie.director
  const second: Director | null = await movie.second
  movie.director = director
  movie.second = null
  // @ts-expect-error: another model
  movie.director = movie
  const rating: 'G' | 'PG' = movie.rating
  // @ts-expect-error: not read yet, maybe
  movie.director.name
  const genres: Genre[] = await movie.genres.all()
  // @ts-expect-error: many rows are not assigned
  movie.genres = genres
  await Movie.objects.filter({ director__name: director.name, rating })
  // @ts-expect-error: no such field
  await Movie.objects.filter({ director__nme: second?.name })
}

test('the models of this file load', () => {
  assert.equal(typeof uses, 'function')
  assert.deepEqual(
    [Wrong, WrongOptions, WrongOrdering, WrongSet, WrongOrder, NoModel, Inherits, Computed].map(typeOf),
    Array.from({ length: 8 }, () => 'function'),
  )
})

test('options that are misspelt do not', () => {
  for (const make of misspelt) assert.throws(make, { code: 'option.unknown' })
})

function typeOf(value: unknown): string {
  return typeof value
}
