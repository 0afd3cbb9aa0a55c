import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ref } from '../../src/fields/relation'
import { add, desc, F, Lower } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import { Book, Film, type Genre, Person, Screening, Ticket } from './models'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function is<Expected>() {
  return <Actual>(_value: Actual, _same: Same<Actual, Expected>): void => undefined
}

/** Compiled, never run: what must not compile says so. */
export async function compiles(film: Film, person: Person, genre: Genre): Promise<void> {
  // Keys
  is<number>()(film.id, true)
  is<number>()(film.pk, true)
  const ticket = await Ticket.objects.get({ pk: 'x' })
  is<string>()(ticket.id, true)
  is<string>()(ticket.pk, true)
  const book = await Book.objects.get({ isbn: 'x' })
  is<string>()(book.pk, true)
  // @ts-expect-error a model with another key has no id
  book.id

  // Relations
  is<Person>()(await film.director, true)
  is<Person | null>()(await film.producer, true)
  is<number>()(film.director.pk, true)
  film.director = person
  film.producer = null
  // @ts-expect-error a director is a person
  film.director = genre
  await film.genres.add(genre, 5)
  // @ts-expect-error a film is no genre
  await film.genres.add(film)
  is<Film[]>()(await person.films.all(), true)
  const found = await person.films.filter({ title: 'x' })
  is<Film[]>()(found, true)
  is<string>()((await person.pupils.get({ name: 'x' })).greet(), true)

  // Filters that hold
  await Film.objects.filter({ title: 'x', title__icontains: 'x', rating: null, rating__gte: 4, pk: 1, pk__in: [1, 2] })
  await Film.objects.filter({
    rating__range: [1, 5],
    releasedOn__lt: new Date(),
    audience: 'G',
    audience__in: ['G', 'PG'],
  })
  await Film.objects.filter({ director: person, director__in: [person, 5], producer__isnull: true, producer: null })
  await Film.objects.filter({
    director: film.director as Ref<Person>,
    director_id: 5,
    producer_id: null,
    director_id__in: [1],
  })
  await Film.objects.filter({ director__name: 'x', director__mentor__mentor__birthYear__gt: 1900 })
  await Film.objects.filter({ genres__name__in: ['a'], genres: genre, director__films__genres__name: 'x' })
  await Film.objects.filter({ rating__gt: F('director__birthYear'), price: '1.50', facts: { a: 1 } })
  await Film.objects.filter(Q.or({ title: 'x' }, { rating: 1 }), Q({ price: '1' }))
  await Film.objects.filter({ director__in: Person.objects.filter({ name: 'x' }) })
  await Film.objects
    .good()
    .exclude({ title__startswith: 'x' })
    .orderBy('-rating', 'director__name', desc('title'), Lower('title'))

  // @ts-expect-error no such field
  await Film.objects.filter({ titel: 'x' })
  // @ts-expect-error a number for a text
  await Film.objects.filter({ title: 5 })
  // @ts-expect-error null where the column is never null
  await Film.objects.filter({ title: null })
  // @ts-expect-error no such lookup
  await Film.objects.filter({ title__contans: 'x' })
  // @ts-expect-error no text lookups of numbers
  await Film.objects.filter({ rating__icontains: 'x' })
  // @ts-expect-error not among the choices
  await Film.objects.filter({ audience: 'R' })
  // @ts-expect-error one wrong key among right ones
  await Film.objects.filter({ title: 'x', nope: 1 })
  // @ts-expect-error no such field of the director
  await Film.objects.filter({ director__nme: 'x' })
  // @ts-expect-error a wrong value, two hops far
  await Film.objects.filter({ director__mentor__birthYear: 'x' })
  // @ts-expect-error a genre is no person
  await Film.objects.filter({ director: genre })
  // @ts-expect-error isnull takes a boolean
  await Film.objects.filter({ rating__isnull: 1 })
  // @ts-expect-error in takes a list
  await Film.objects.filter({ rating__in: 5 })
  // @ts-expect-error a getter is no column
  await Person.objects.filter({ initials: 'x' })
  // @ts-expect-error a method is no column
  await Person.objects.filter({ greet: 'x' })
  // @ts-expect-error neither is a method of every model
  await Film.objects.exclude({ save: 1 })
  // @ts-expect-error no such field
  Film.objects.orderBy('-titel')
  // @ts-expect-error no such field of the director
  Film.objects.orderBy('director__nme')
  // @ts-expect-error no such field
  await Film.objects.get({ nope: 1 })

  // Keys of several fields
  const day = new Date()
  is<[number, Date]>()((await Screening.objects.get({ pk: [1, day] })).pk, true)
  await Screening.objects.filter({
    pk__in: [
      [1, day],
      [2, day],
    ],
    pk__gte: [1, day],
  })
  await Screening.objects.filter({ pk__in: Screening.objects.filter({ film__title: 'x' }) })
  await Screening.objects.create({ pk: [1, day], film: 1 })
  is<[number, Date][]>()(await Screening.objects.valuesList('pk', { flat: true }), true)
  // @ts-expect-error one part of two
  await Screening.objects.filter({ pk: [1] })
  // @ts-expect-error no list of keys
  await Screening.objects.filter({ pk__in: [1] })
  // @ts-expect-error parts of other types
  await Screening.objects.filter({ pk: [1, 'x'] })

  // Values
  const [record] = await Film.objects.values(
    'title',
    'rating',
    'director',
    'director__name',
    'producer__name',
    'genres__name',
  )
  is<
    | {
        title: string
        rating: number | null
        director: number
        director__name: string
        producer__name: string | null
        genres__name: string | null
      }
    | undefined
  >()(record, true)
  is<[string, number | null][]>()(await Film.objects.valuesList('title', 'producer_id'), true)
  is<string[]>()(await Film.objects.valuesList('director__name', { flat: true }), true)
  // @ts-expect-error no such field
  Film.objects.values('titel')
  // @ts-expect-error no such field
  Film.objects.valuesList('director__nme')

  // Writing
  is<Film>()(await Film.objects.create({ title: 'x', director: person, price: '1' }), true)
  await Film.objects.create({ title: 'x', director: 5, producer: null })
  await Film.objects.filter({ pk: 1 }).update({ rating: add(F('rating'), 1), director_id: 5 })
  is<[Film, boolean]>()(await Film.objects.getOrCreate({ title: 'x' }, { director: person }), true)
  is<Film[]>()(await Film.objects.bulkCreate([{ title: 'a' }, film]), true)
  is<Film>()(Film.objects.new({ title: 'x', director: person }), true)
  // @ts-expect-error no such field
  Film.objects.new({ titel: 'x' })
  // @ts-expect-error a number for a text
  Film.objects.new({ title: 5 })
  // @ts-expect-error no such field
  await Film.objects.create({ titel: 'x' })
  // @ts-expect-error a number for a text
  await Film.objects.create({ title: 5 })
  // @ts-expect-error relations to many rows are set by themselves
  await Film.objects.create({ genres: [genre] })
  // @ts-expect-error a wrong value
  await Film.objects.all().update({ rating: 'x' })

  // Rows
  is<Film | undefined>()(await Film.objects.first(), true)
  for await (const each of Film.objects.filter({ title: 'x' })) is<Film>()(each, true)
}

test('wrong paths, lookups and values do not compile', () => assert.equal(typeof compiles, 'function'))
