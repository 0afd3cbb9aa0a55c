import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import { Index } from '../../src/constraints'
import type { NamedIndex } from '../../src/constraints/db-index'
import { CharField, ForeignKey, IntegerField, ManyToManyField, OneToOneField } from '../../src/fields'
import { statement } from '../../src/sql/statement'
import type { ModelState } from '../../src/state/model-state'
import type { ProjectState } from '../../src/state/project-state'
import { answers, described, model, state } from '../support/build'
import { variants } from '../support/database'
import { freshCatalog, MigratedProject } from '../support/migrated'

const name = CharField({ maxLength: 20, unique: true })
const to = (key: string) => ForeignKey(key, { onDelete: 'CASCADE' })

/** A genre with links to itself and to another model, a child table, a proxy, and referrers in three apps. */
function library(genre: string, options: ModelState['options'] = {}): ProjectState {
  return state(
    model(
      genre,
      {
        name,
        parent: ForeignKey(genre, { onDelete: 'CASCADE', null: true }),
        like: ManyToManyField(genre),
        era: to('movies.Era'),
      },
      { options: { indexes: [Index({ fields: ['name'], name: 'genre_name' }) as NamedIndex], ...options } },
    ),
    model('movies.Era', { year: IntegerField() }),
    model('movies.Movie', { genre: to(genre), others: ManyToManyField(genre, { relatedName: '+' }) }),
    model('shop.Shelf', { genre: to(genre) }),
    model('books.Book', { genre: to(genre) }),
    model(
      'movies.FineGenre',
      { ptr: OneToOneField(genre, { onDelete: 'CASCADE', primaryKey: true, parentLink: true }) },
      { bases: [genre], id: false },
    ),
    model('books.MainGenre', {}, { bases: [genre], id: false, options: { proxy: true } }),
  )
}

const rows = `
  INSERT INTO movies_era (year) VALUES (1950);
  INSERT INTO movies_genre (name, parent_id, era_id) VALUES ('noir', NULL, 1), ('neo-noir', 1, 1);
  INSERT INTO movies_genre_like (from_genre_id, to_genre_id) VALUES (1, 2);
  INSERT INTO movies_movie (genre_id) VALUES (2);
  INSERT INTO movies_movie_others (movie_id, genre_id) VALUES (1, 1);
  INSERT INTO shop_shelf (genre_id) VALUES (1);
  INSERT INTO movies_finegenre (ptr_id) VALUES (2)`

const yes = { answer: answers({ 'move:movies.Genre=books': true }) }

variants((variant) => {
  describe('a model that moves to another app', () => {
    test('takes its rows, table and relations along, and back', async () => {
      const db = toDatabase(await variant.open())
      const after = library('books.Genre')
      const fresh = await freshCatalog(db, after)
      const project = new MigratedProject(db)
      await project.to(library('movies.Genre'))
      const before = await project.catalog()
      await db.script(rows)

      const migrations = await project.to(after, yes)
      assert.deepEqual(described(migrations), ['books.0002_move_genre_from_movies: Move model Genre from movies'])
      assert.deepEqual(migrations[0]?.dependencies, [
        ['books', '0001_initial'],
        ['movies', '0001_initial'],
        ['shop', '0001_initial'],
      ])
      assert.deepEqual(await project.catalog(), fresh)
      const [[names, links, movies] = []] = (
        await db.run(
          statement(`SELECT (SELECT string_agg(name, ' ' ORDER BY id) FROM books_genre),
            (SELECT count(*)::int FROM books_genre_like), (SELECT genre_id::int FROM movies_movie)`),
        )
      ).rows
      assert.deepEqual([names, links, movies], ['noir neo-noir', 1, 2])
      assert.deepEqual(await project.detected(after), [])

      await project.undo()
      assert.deepEqual(await project.catalog(), before)
      assert.equal((await db.run(statement('SELECT 1 FROM movies_genre'))).count, 2)
    })

    test('keeps a table that it names itself', async () => {
      const db = toDatabase(await variant.open())
      const project = new MigratedProject(db)
      await project.to(library('movies.Genre', { dbTable: 'genres' }))
      const before = await project.catalog()
      await project.to(library('books.Genre', { dbTable: 'genres' }), yes)
      assert.deepEqual(await project.catalog(), before)
    })

    test('keeps its old table where it says so from now on', async () => {
      const db = toDatabase(await variant.open())
      const project = new MigratedProject(db)
      await project.to(library('movies.Genre'))
      const before = await project.catalog()
      const after = library('books.Genre', { dbTable: 'movies_genre' })
      const migrations = await project.to(after, yes)
      assert.deepEqual(described(migrations), [
        'movies.0002_alter_genre_table: Rename table for Genre to movies_genre',
        'books.0002_move_genre_from_movies: Move model Genre from movies',
      ])
      assert.deepEqual(await project.catalog(), before)
      assert.deepEqual(await project.detected(after), [])
    })

    test('may be changed and renamed in the same go, and leaves its name and table to another', async () => {
      const db = toDatabase(await variant.open())
      const project = new MigratedProject(db)
      await project.to(state(model('movies.Genre', { name, size: IntegerField() }), model('books.Book')))
      await db.script(`INSERT INTO movies_genre (name, size) VALUES ('noir', 3)`)
      const after = state(
        model('books.Category', { name, weight: IntegerField() }),
        model('books.Book', { category: ForeignKey('books.Category', { onDelete: 'CASCADE', null: true }) }),
        model('movies.Genre', { category: to('books.Category') }),
      )
      const swapped = new Map([
        ['books.Category', { renamedFrom: 'movies.Genre' }],
        ['books.Category.weight', { renamedFrom: 'size' }],
      ])
      // A model with the same name is there again, so only the model itself can say that it is another one.
      await project.to(state(model('books.Category', { name, weight: IntegerField() }), model('books.Book')), {
        hints: swapped,
      })
      assert.deepEqual((await db.run(statement('SELECT name, weight FROM books_category'))).rows, [['noir', 3]])
      await project.to(after)
      assert.deepEqual(await project.detected(after), [])
      const migrated = await project.catalog()
      assert.deepEqual(migrated, await freshCatalog(db, after))
    })
  })
})
