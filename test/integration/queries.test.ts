import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import type { AnyClass } from '../../src/base/metadata'
import type { One } from '../../src/fields/relation'
import { Model } from '../../src/models/model'
import { installRelations } from '../../src/models/relations'
import { historicalApps } from '../../src/query/historical'
import { Manager, objects } from '../../src/query/manager'
import type { Many } from '../../src/query/related-rows'
import type { Database } from '../../src/sql/database'
import { add, Case, desc, F, Lower, Upper, Value } from '../../src/sql/functions'
import { Q } from '../../src/sql/q'
import type { Statement } from '../../src/sql/statement'
import { variants } from '../support/database'
import { FILM_TABLES, film as state } from '../unit/query/library'

class Person extends Model {
  static readonly objects = objects(() => Person)
  name!: string
  birthYear!: number | null
  mentor!: One<Person> | null
  films!: Many<Film>
  pupils!: Many<Person>
  passport!: One<Passport>
}

class Passport extends Model<number> {
  static readonly objects = objects(() => Passport)
  person!: One<Person>
  number!: string
}

class Genre extends Model {
  static readonly objects = objects(() => Genre)
  name!: string
  films!: Many<Film>
}

class Films extends Manager<Film> {
  good() {
    return this.filter({ rating__gte: 4 })
  }
}

class Film extends Model {
  static readonly objects = new Films(() => Film)
  title!: string
  plot!: string | null
  rating!: number | null
  price!: string
  released!: boolean
  releasedOn!: Date | null
  facts!: Record<string, unknown> | null
  director!: One<Person>
  producer!: One<Person> | null
  genres!: Many<Genre>
  reviews!: Many<Review>
}

class Review extends Model {
  static readonly objects = objects(() => Review)
  film!: One<Film>
  author!: One<Person>
  stars!: number
}

const classes: Readonly<Record<string, AnyClass>> = {
  'people.Person': Person,
  'people.Passport': Passport,
  'films.Genre': Genre,
  'films.Film': Film,
  'films.Review': Review,
}

/** What was sent since the last look. */
class Recorded {
  readonly statements: Statement[] = []

  take(): readonly string[] {
    return this.statements.splice(0).map(({ sql }) => sql)
  }
}

function recording(database: Database, to: Recorded): Database {
  return {
    ...database,
    get inTransaction() {
      return database.inTransaction
    },
    run(statement) {
      to.statements.push(statement)
      return database.run(statement)
    },
  }
}

variants(({ open }) => {
  const sent = new Recorded()

  async function start(): Promise<Database> {
    const database = recording(toDatabase(await open()), sent)
    await database.script(FILM_TABLES)
    for (const [key, cls] of Object.entries(classes)) {
      const binding = { key, state, database: async () => database, classOf: (other: string) => classes[other] }
      installRelations(cls, state.model(key), binding)
    }
    sent.take()
    return database
  }

  async function people(): Promise<readonly [Person, Person]> {
    const ada = await Person.objects.create({ name: 'Ada', birthYear: 1950 })
    const bob = await Person.objects.create({ name: 'Bob', mentor: ada })
    return [ada, bob]
  }

  /** Ada made Alpha (5, 2001) and Beta (3, 2002), Bob made Gamma (unrated, undated). */
  async function films(): Promise<{ ada: Person; bob: Person; alpha: Film; beta: Film; gamma: Film }> {
    const [ada, bob] = await people()
    const [alpha, beta, gamma] = await Film.objects.bulkCreate([
      { title: 'Alpha', rating: 5, releasedOn: new Date('2001-01-01'), director: ada, producer: bob, price: '9.50' },
      { title: 'Beta', rating: 3, releasedOn: new Date('2002-01-01'), director: ada },
      { title: 'Gamma 100%', director: bob },
    ])
    assert.ok(alpha && beta && gamma)
    return { ada, bob, alpha, beta, gamma }
  }

  const titles = async (of: PromiseLike<readonly Film[]>): Promise<string[]> => (await of).map(({ title }) => title)

  describe('rows', () => {
    test('are created, read, changed and deleted', async () => {
      await start()
      const created = await Person.objects.create({ name: "O'Hara \\ 100% ü" })
      assert.ok(created instanceof Person)
      assert.equal(typeof created.id, 'number')
      assert.equal(created.pk, created.id)
      assert.equal(created.birthYear, null)
      const read = await Person.objects.get({ pk: created.pk })
      assert.ok(read.isSameRow(created) && !read.isSameRow(new Person()))
      assert.deepEqual({ ...read }, { id: created.id, name: "O'Hara \\ 100% ü", birthYear: null, mentor_id: null })
      read.birthYear = 1960
      await read.save()
      await created.refreshFromDb()
      assert.equal(created.birthYear, 1960)
      assert.equal(await read.delete(), 1)
      assert.equal(await Person.objects.count(), 0)
    })

    test('with a key of their own are updated, or inserted where they are not there', async () => {
      await start()
      const person = new Person({ id: 7, name: 'Ada' })
      await person.save()
      await new Person({ id: 7, name: 'Ida' }).save()
      assert.deepEqual(await Person.objects.valuesList('id', 'name'), [[7, 'Ida']])
      await assert.rejects(person.save({ forceInsert: true }), { code: 'database.unique_violation' })
      person.name = 'Eda'
      person.birthYear = 1
      await person.save({ fields: ['birthYear'] })
      assert.deepEqual(await Person.objects.valuesList('name', 'birthYear'), [['Ida', 1]])
      await assert.rejects(new Person({ id: 8 }).save({ fields: ['name'] }), { code: 'query.does-not-exist' })
      await assert.rejects(person.save({ fields: ['nme'] }), {
        code: 'query.unknown-field',
        hint: 'Did you mean name?',
      })
    })

    test('are made before they are saved', async () => {
      await start()
      const person = Person.objects.new({ name: 'Ada' })
      assert.deepEqual({ ...person }, { name: 'Ada' })
      assert.deepEqual(sent.take(), [])
      await person.save()
      assert.ok(person.isSameRow(await Person.objects.get()))
      assert.throws(() => Person.objects.new({ nme: 'x' } as object), { hint: 'Did you mean name?' })
      assert.throws(() => new Person({ nme: 'x' }), { hint: 'Did you mean name?' })
    })

    test('have values of every kind', async () => {
      await start()
      const [ada] = await people()
      const made = await Film.objects.create({
        title: 'x',
        price: '12.30',
        released: true,
        releasedOn: new Date('1999-12-31'),
        facts: { a: [1, null, "it's"] },
        director: ada,
      })
      const film = await Film.objects.get({ facts: { a: [1, null, "it's"] }, released: true, price: '12.3' })
      assert.deepEqual({ ...film }, { ...made })
      assert.equal(film.price, '12.30')
      assert.deepEqual(film.releasedOn, new Date('1999-12-31'))
      assert.deepEqual(film.facts, { a: [1, null, "it's"] })
    })

    test('get what the database computes', async () => {
      await start()
      const { alpha } = await films()
      alpha.rating = add(F('rating'), 1) as never
      await alpha.save()
      assert.equal(alpha.rating, 6)
      const made = await Person.objects.create({ name: Upper(Value('ada')) })
      assert.equal(made.name, 'ADA')
    })

    test('are found one at a time, or not', async () => {
      await start()
      await films()
      assert.equal((await Film.objects.get({ title: 'Beta' })).rating, 3)
      await assert.rejects(Film.objects.get({ title: 'x' }), {
        code: 'query.does-not-exist',
        message: /no films\.Film matches/,
      })
      await assert.rejects(Film.objects.get({ rating__gt: 1 }), { code: 'query.multiple-objects' })
      assert.equal((await Film.objects.first())?.title, 'Gamma 100%')
      assert.equal((await Film.objects.last())?.title, 'Alpha')
      assert.equal((await Person.objects.first())?.name, 'Ada')
      assert.equal((await Person.objects.last())?.name, 'Bob')
      assert.equal(await Film.objects.filter({ title: 'x' }).first(), undefined)
    })

    test('are created once by getOrCreate and updateOrCreate', async () => {
      await start()
      const [first, isNew] = await Person.objects.getOrCreate({ name: 'Ada' }, { birthYear: 1950 })
      assert.ok(isNew && first.birthYear === 1950)
      const [second, isNewToo] = await Person.objects.getOrCreate({ name: 'Ada' }, { birthYear: 1 })
      assert.ok(!isNewToo && second.isSameRow(first) && second.birthYear === 1950)
      const [third, isThirdNew] = await Person.objects.updateOrCreate({ name__iexact: 'ADA' }, { birthYear: 1960 })
      assert.ok(!isThirdNew && third.birthYear === 1960)
      assert.deepEqual(await Person.objects.valuesList('birthYear', { flat: true }), [1960])
      // Somebody else's row comes in between the look and the insert.
      const [genre] = await Genre.objects.getOrCreate({ name: 'War' })
      await assert.rejects(Genre.objects.getOrCreate({ name__contains: 'x' }, { name: 'War' }), {
        code: 'database.unique_violation',
      })
      assert.equal(await Genre.objects.count(), 1)
      assert.equal(genre.name, 'War')
    })
  })

  describe('filters', () => {
    test('compare', async () => {
      await start()
      const { ada, bob } = await films()
      const found = (where: Parameters<typeof Q>[0]) => titles(Film.objects.filter(Q(where)).orderBy('title'))
      assert.deepEqual(await found({ rating: 5 }), ['Alpha'])
      assert.deepEqual(await found({ rating: null }), ['Gamma 100%'])
      assert.deepEqual(await found({ rating__isnull: false, rating__lt: 5 }), ['Beta'])
      assert.deepEqual(await found({ title__icontains: 'AM' }), ['Gamma 100%'])
      assert.deepEqual(await found({ title__contains: '0%' }), ['Gamma 100%'])
      assert.deepEqual(await found({ title__contains: '_' }), [])
      assert.deepEqual(await found({ title__regex: '^.e' }), ['Beta'])
      assert.deepEqual(await found({ rating__in: [3, 5] }), ['Alpha', 'Beta'])
      assert.deepEqual(await found({ rating__range: [4, 9] }), ['Alpha'])
      await assert.rejects(found({ rating__range: [4, null] }), { code: 'query.lookup-value' })
      assert.deepEqual(await found({ director: ada }), ['Alpha', 'Beta'])
      assert.deepEqual(await found({ director__in: [bob, 99] }), ['Gamma 100%'])
      assert.deepEqual(await found({ director__mentor__name: 'Ada' }), ['Gamma 100%'])
      assert.deepEqual(await found({ producer__name__startswith: F('director__mentor__name') }), [])
      assert.deepEqual(await found({ title__startswith: F('title') }), ['Alpha', 'Beta', 'Gamma 100%'])
      assert.deepEqual(await found({ director__in: Person.objects.filter({ mentor: ada }) }), ['Gamma 100%'])
      assert.deepEqual(await found({ director_id: ada.id }), ['Alpha', 'Beta'])
    })

    test('exclude what is known to match, and keep what is not known', async () => {
      await start()
      await films()
      assert.deepEqual(await titles(Film.objects.exclude({ rating: 5 }).orderBy('title')), ['Beta', 'Gamma 100%'])
      assert.deepEqual(await titles(Film.objects.exclude({ producer__name: 'Bob' }).orderBy('title')), [
        'Beta',
        'Gamma 100%',
      ])
    })

    test('ask nothing where nothing can match', async () => {
      await start()
      assert.deepEqual(await Film.objects.filter({ id__in: [] }), [])
      assert.deepEqual(await Film.objects.none().filter({ title: 'x' }), [])
      assert.equal(await Film.objects.none().filter({ director__name: 'x' }).slice(0, 1).update({ title: 'x' }), 0)
      assert.equal(await Film.objects.none().count(), 0)
      assert.equal(await Film.objects.none().exists(), false)
      assert.equal(await Film.objects.none().delete(), 0)
      assert.deepEqual(sent.take(), [])
    })

    test('leave the lists that they are given as they were', async () => {
      await start()
      const ids = [1]
      await Film.objects.filter({ id__in: ids })
      ids.push(2)
      assert.deepEqual(ids, [1, 2])
    })

    test('through relations to many rows find each row once', async () => {
      await start()
      const { ada, alpha, beta, gamma } = await films()
      const [drama, war] = await Genre.objects.bulkCreate([{ name: 'Drama' }, { name: 'War' }])
      assert.ok(drama && war)
      await alpha.genres.add(drama, war)
      await beta.genres.add(drama)
      await Review.objects.bulkCreate([
        { film: alpha, author: ada, stars: 5 },
        { film: alpha, author: ada, stars: 1 },
        { film: gamma, author: ada, stars: 1 },
      ])
      const found = (where: Parameters<typeof Q>[0]) => titles(Film.objects.filter(Q(where)).orderBy('title'))
      const left = (where: Parameters<typeof Q>[0]) => titles(Film.objects.exclude(Q(where)).orderBy('title'))
      assert.deepEqual(await found({ genres__name__in: ['Drama', 'War'] }), ['Alpha', 'Beta'])
      assert.deepEqual(await left({ genres__name__in: ['War'] }), ['Beta', 'Gamma 100%'])
      assert.deepEqual(await found({ genres: war }), ['Alpha'])
      assert.deepEqual(await found({ genres__isnull: true }), ['Gamma 100%'])
      assert.deepEqual(await found({ reviews__isnull: false }), ['Alpha', 'Gamma 100%'])
      assert.deepEqual(await found({ reviews__stars__gt: F('rating') }), [])
      assert.deepEqual(await found({ reviews__stars: 5, reviews__author: ada }), ['Alpha'])
      assert.deepEqual(await found({ reviews__stars: 5, genres__name: 'War' }), ['Alpha'])
      assert.deepEqual(await found({ reviews__stars__gt: 1, reviews__stars__lt: 5 }), [])
      const twice = Film.objects.filter({ reviews__stars__gt: 1 }).filter({ reviews__stars__lt: 5 })
      assert.deepEqual(await titles(twice), ['Alpha'])
      assert.equal(await Person.objects.filter({ films__genres__name: 'Drama' }).count(), 1)
      assert.equal(await Genre.objects.filter({ films__director__name: 'Ada', films__title: 'Beta' }).count(), 1)
      assert.deepEqual(
        await Film.objects
          .filter({ pk__in: [alpha.pk, gamma.pk] })
          .orderBy('title', 'genres__name')
          .values('title', 'genres__name'),
        [
          { title: 'Alpha', genres__name: 'Drama' },
          { title: 'Alpha', genres__name: 'War' },
          { title: 'Gamma 100%', genres__name: null },
        ],
      )
      const perGenre = Film.objects.valuesList('genres__name', { flat: true })
      assert.equal(await perGenre.count(), 4)
      assert.equal(await perGenre.distinct().count(), 3)
    })
  })

  describe('query sets', () => {
    test('order, slice and count', async () => {
      await start()
      await films()
      assert.deepEqual(await titles(Film.objects.all()), ['Gamma 100%', 'Beta', 'Alpha'])
      assert.deepEqual(await titles(Film.objects.orderBy('-director__name', 'title')), ['Gamma 100%', 'Alpha', 'Beta'])
      assert.deepEqual(await titles(Film.objects.orderBy(desc('rating', { nulls: 'last' }))), [
        'Alpha',
        'Beta',
        'Gamma 100%',
      ])
      assert.deepEqual(await titles(Film.objects.orderBy(Lower('title')).reverse()), ['Gamma 100%', 'Beta', 'Alpha'])
      const byTitle = Film.objects.orderBy('title')
      assert.deepEqual(await titles(byTitle.slice(1)), ['Beta', 'Gamma 100%'])
      assert.deepEqual(await titles(byTitle.slice(1).slice(0, 1)), ['Beta'])
      assert.deepEqual(await titles(byTitle.slice(0, 2).slice(1, 5)), ['Beta'])
      assert.equal(await byTitle.slice(1, 5).count(), 2)
      assert.equal(await byTitle.slice(3).exists(), false)
      assert.equal(await byTitle.exists(), true)
      assert.throws(() => byTitle.slice(0, 1).filter({ title: 'x' }), { code: 'query.sliced' })
      assert.throws(() => byTitle.slice(0, 1).distinct(), { code: 'query.sliced' })
      assert.throws(() => byTitle.slice(-1), { code: 'query.slice' })
    })

    test('are immutable, ask only when awaited, and anew each time', async () => {
      await start()
      const all = Person.objects.all()
      all.filter({ name: 'Ada' })
      assert.deepEqual(sent.take(), [])
      assert.equal((await all).length, 0)
      await people()
      assert.equal((await all).length, 2)
      const names: string[] = []
      for await (const person of all.orderBy('name')) names.push(person.name)
      assert.deepEqual(names, ['Ada', 'Bob'])
    })

    test('give values', async () => {
      await start()
      const { ada } = await films()
      const alpha = Film.objects.filter({ title: 'Alpha' })
      assert.deepEqual(
        await alpha.values('title', 'director', 'director__name', 'releasedOn', 'producer__mentor__name'),
        [
          {
            title: 'Alpha',
            director: ada.id,
            director__name: 'Ada',
            releasedOn: new Date('2001-01-01'),
            producer__mentor__name: 'Ada',
          },
        ],
      )
      assert.deepEqual(await Film.objects.orderBy().distinct().valuesList('director__name', { flat: true }).count(), 2)
      assert.deepEqual((await Film.objects.orderBy().distinct().valuesList('director__name', { flat: true })).sort(), [
        'Ada',
        'Bob',
      ])
    })

    test('change and delete many rows at once', async () => {
      await start()
      const { ada, bob } = await films()
      assert.equal(await Film.objects.update({ rating: add(F('rating'), 1), director: bob }), 3)
      assert.equal(
        await Film.objects.filter({ director__name: 'Bob', director__mentor__name: 'Ada' }).update({ plot: 'p' }),
        3,
      )
      const graded = Case([{ when: Q({ rating__gte: 5 }), then: 'good' }], 'bad')
      assert.equal(await Film.objects.orderBy('title').slice(0, 2).update({ plot: graded }), 2)
      assert.deepEqual(await Film.objects.orderBy('title').valuesList('rating', 'plot'), [
        [6, 'good'],
        [4, 'bad'],
        [null, 'p'],
      ])
      assert.equal(await Film.objects.filter({ director__name: 'Bob', rating__isnull: true }).delete(), 1)
      assert.equal(await Person.objects.filter({ films__title: 'Alpha' }).delete(), 1)
      assert.equal(await Film.objects.count(), 0)
      assert.equal(await ada.delete(), 1)
      await assert.rejects(Film.objects.update({ director__name: 'x' } as object), { code: 'query.unknown-field' })
      await assert.rejects(Film.objects.update({ genres: [] } as object), { code: 'query.not-writable' })
      await assert.rejects(Film.objects.update({ pk: 1 } as object), { code: 'query.unknown-field' })
    })

    test('take thousands of rows in few statements', async () => {
      await start()
      const rows = Array.from({ length: 12_000 }, (_, i) => ({ name: `p${i}`, ...(i % 2 && { birthYear: i }) }))
      const made = await Person.objects.bulkCreate(rows)
      assert.equal(sent.take().length, 3)
      assert.equal(new Set(made.map(({ id }) => id)).size, 12_000)
      assert.equal((await Person.objects.get({ pk: made[7777]?.pk ?? 0 })).name, 'p7777')
      await Genre.objects.bulkCreate([{ name: 'a' }])
      const again = await Genre.objects.bulkCreate([{ name: 'a' }, { name: 'b' }], {
        ignoreConflicts: true,
        batchSize: 1,
      })
      assert.equal(again.length, 2)
      assert.equal(await Genre.objects.count(), 2)
      assert.deepEqual(await Genre.objects.bulkCreate([]), [])
    })
  })

  describe('relations', () => {
    test('to one row are read once, and their key without asking', async () => {
      await start()
      const { ada } = await films()
      const alpha = await Film.objects.get({ title: 'Alpha' })
      sent.take()
      assert.equal(alpha.director.pk, ada.pk)
      assert.deepEqual(sent.take(), [])
      const director = await alpha.director
      assert.ok(director instanceof Person && director.name === 'Ada')
      assert.equal(await alpha.director, director)
      assert.equal(alpha.director, director)
      assert.equal(sent.take().length, 1)
      assert.equal((await Film.objects.get({ title: 'Beta' })).producer, null)
    })

    test('to one row are assigned rows, references, keys and null', async () => {
      await start()
      const { bob, beta, gamma } = await films()
      beta.director = bob
      await beta.save()
      assert.equal((await Film.objects.get({ title: 'Beta' })).director.pk, bob.pk)
      beta.producer = gamma.director
      await beta.save()
      assert.equal((await (await Film.objects.get({ title: 'Beta' })).producer)?.name, 'Bob')
      beta.producer = null
      await beta.save()
      assert.equal(await Film.objects.filter({ producer: null }).count(), 2)
      assert.throws(() => Object.assign(beta, { director: gamma }), { code: 'query.wrong-model' })
    })

    test('to a row that is saved later take its key then', async () => {
      await start()
      const ada = new Person({ name: 'Ada' })
      const film = new Film({ title: 'x', director: ada })
      await assert.rejects(film.save(), { code: 'query.unsaved-related' })
      await ada.save()
      await film.save()
      assert.equal(film.director, ada)
      assert.equal((await Film.objects.get()).director.pk, ada.pk)
    })

    test('back from a foreign key are managers', async () => {
      await start()
      const { ada, bob, gamma } = await films()
      assert.equal(await ada.films.count(), 2)
      assert.deepEqual(await titles(ada.films.filter({ rating__gt: 3 })), ['Alpha'])
      await ada.films.add(gamma)
      assert.equal(gamma.director, ada)
      assert.equal(await bob.films.exists(), false)
      const made = await ada.films.create({ title: 'Delta' })
      assert.equal(made.director, ada)
      await assert.rejects(ada.films.remove(gamma), { code: 'query.not-writable' })
      await ada.pupils.set([])
      assert.equal(await Person.objects.filter({ mentor: null }).count(), 2)
      await ada.pupils.set([bob])
      assert.equal((await ada.pupils.get()).name, 'Bob')
      await ada.pupils.clear()
      assert.equal(await ada.pupils.count(), 0)
    })

    test('many to many are linked from both sides', async () => {
      await start()
      const { alpha, beta } = await films()
      const drama = await alpha.genres.create({ name: 'Drama' })
      await drama.films.add(alpha, beta.pk)
      const [war] = await drama.films.all().then(() => Genre.objects.bulkCreate([{ name: 'War' }]))
      assert.ok(war)
      assert.equal(await drama.films.count(), 2)
      await alpha.genres.set([war])
      assert.deepEqual(await alpha.genres.valuesList('name', { flat: true }), ['War'])
      await alpha.genres.add(war, war.pk)
      assert.equal(await alpha.genres.count(), 1)
      await alpha.genres.remove(war)
      assert.equal(await alpha.genres.exists(), false)
      const [other, isNew] = await beta.genres.getOrCreate({ name: 'New' })
      assert.ok(isNew && (await other.films.get()).isSameRow(beta))
      await beta.genres.clear()
      assert.equal(await drama.films.count(), 0)
      await assert.rejects(new Film({ title: 'x' }).genres.add(war), { code: 'query.unsaved-related' })
    })

    test('one to one go both ways', async () => {
      await start()
      const [ada, bob] = await people()
      const passport = await Passport.objects.create({ person: ada, number: 'X1' })
      assert.equal(passport.pk, ada.pk)
      const read = await ada.passport
      assert.ok(read.number === 'X1' && read.person === ada)
      await assert.rejects(async () => bob.passport, { code: 'query.does-not-exist' })
      await assert.rejects(async () => new Person().passport, { code: 'query.unsaved-related' })
      assert.equal((await Person.objects.get({ passport__number: 'X1' })).name, 'Ada')
      assert.deepEqual(await Person.objects.filter({ passport__isnull: true }).valuesList('name', { flat: true }), [
        'Bob',
      ])
      read.number = 'X2'
      await read.save()
      assert.equal((await Passport.objects.get({ pk: ada.pk })).number, 'X2')
    })
  })

  test('rows from another database are saved there, and their relations read there', async () => {
    const database = await start()
    await films()
    const elsewhere: Statement[] = []
    const other: Database = {
      ...database,
      inTransaction: false,
      run(each) {
        elsewhere.push(each)
        return database.run(each)
      },
    }
    const film = await Film.objects.using(other).get({ title: 'Alpha' })
    await film.director
    await film.save()
    await film.genres.count()
    assert.equal(elsewhere.length, 4)
  })

  test('historical models have the fields of their state and no class', async () => {
    const db = await start()
    await films()
    const apps = historicalApps(state, db)
    const HistoricalFilm = apps.getModel('films', 'film')
    assert.equal(apps.getModel('films', 'FILM'), HistoricalFilm)
    const alpha = await HistoricalFilm.objects.get({ title: 'Alpha', director__name: 'Ada' })
    assert.equal(alpha.constructor.name, 'Film')
    assert.ok(!(alpha instanceof Film))
    const director = (await alpha.director) as { name: string; films: Many<Film> }
    assert.equal(director.name, 'Ada')
    assert.equal(await director.films.count(), 2)
    alpha.title = 'Omega'
    await alpha.save()
    await new HistoricalFilm({ title: 'New', director: alpha.director_id }).save()
    for await (const film of HistoricalFilm.objects.filter({ rating: null })) {
      film.rating = 1
      await film.save()
    }
    assert.equal(await HistoricalFilm.objects.filter({ rating: 1 }).update({ price: '1' }), 2)
    assert.equal(await alpha.delete(), 1)
    assert.deepEqual(await HistoricalFilm.objects.orderBy('title').valuesList('title', { flat: true }), [
      'Beta',
      'Gamma 100%',
      'New',
    ])
    assert.throws(() => apps.getModel('films', 'Flim'), {
      message: "App 'films' doesn't have a 'Flim' model.",
      hint: "Did you mean 'Film'?",
    })
    assert.throws(() => apps.getModel('film', 'Film'), { message: "No installed app with label 'film'." })
  })
})

test('a class that is bound to no project says so', async () => {
  class Stray extends Model {
    static readonly objects = objects(() => Stray)
  }
  await assert.rejects(async () => Stray.objects.count(), { code: 'query.not-bound', message: /Stray/ })
})
