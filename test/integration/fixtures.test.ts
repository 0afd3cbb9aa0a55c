import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toDatabase } from '../../src/backends/postgres/database'
import {
  BigAutoField,
  CharField,
  CompositePrimaryKey,
  ForeignKey,
  IntegerField,
  ManyToManyField,
  OneToOneField,
} from '../../src/fields'
import { dump, dumpOrder, fixtureModels, load } from '../../src/fixtures'
import type { Database } from '../../src/sql/database'
import { statement } from '../../src/sql/statement'
import type { ProjectState } from '../../src/state/project-state'
import { model, state } from '../support/build'
import { variants } from '../support/database'
import { MigratedProject } from '../support/migrated'

const name = CharField({ maxLength: 20 })

variants((variant) => {
  async function open(before: ProjectState): Promise<Database> {
    const db = toDatabase(await variant.open())
    await new MigratedProject(db).to(before)
    return db
  }
  const query = async (db: Database, sql: string): Promise<readonly unknown[]> => (await db.run(statement(sql))).rows

  describe('loaddata', () => {
    test('changes objects that are there, links included, and leaves others', async () => {
      const before = state(model('a.Tag', { name }), model('a.Film', { name, tags: ManyToManyField('a.Tag') }))
      const db = await open(before)
      await loadAll(db, before, [
        { model: 'a.tag', pk: 1, fields: { name: 'x' } },
        { model: 'a.tag', pk: 2, fields: { name: 'y' } },
        { model: 'a.film', pk: 1, fields: { name: 'one', tags: [1, 2] } },
        { model: 'a.film', pk: 2, fields: { name: 'two', tags: [1] } },
      ])
      await loadAll(db, before, [
        { model: 'a.film', pk: 1, fields: { name: 'eins', tags: [2] } },
        // The same object twice: the last one stays.
        { model: 'a.film', pk: 3, fields: { name: 'three', tags: [1] } },
        { model: 'a.film', pk: 3, fields: { name: 'drei', tags: [2] } },
      ])
      assert.deepEqual(
        await query(
          db,
          'SELECT name, tag_id::integer FROM a_film f JOIN a_film_tags t ON film_id = f.id ORDER BY f.id, 2',
        ),
        [
          ['eins', 2],
          ['two', 1],
          ['drei', 2],
        ],
      )
    })

    test('gives objects without a key one, and lets the database count on', async () => {
      const before = state(
        model('a.Tag', { name }),
        model(
          'a.Film',
          { id: BigAutoField({ primaryKey: true, identity: 'always' }), name, tags: ManyToManyField('a.Tag') },
          { id: false },
        ),
      )
      const db = await open(before)
      await loadAll(db, before, [
        { model: 'a.tag', pk: 5, fields: { name: 'x' } },
        { model: 'a.film', pk: 40, fields: { name: 'forty' } },
        { model: 'a.film', fields: { name: 'first', tags: [5] } },
        { model: 'a.film', pk: null, fields: { name: 'second', tags: [] } },
      ])
      await db.script(`INSERT INTO a_film (name) VALUES ('next'); INSERT INTO a_tag (name) VALUES ('next')`)
      assert.deepEqual(await query(db, 'SELECT id::integer, name FROM a_film ORDER BY 1'), [
        [1, 'first'],
        [2, 'second'],
        [40, 'forty'],
        [41, 'next'],
      ])
      assert.deepEqual(await query(db, 'SELECT id::integer FROM a_tag ORDER BY 1'), [[5], [6]])
      assert.deepEqual(await query(db, 'SELECT film_id::integer, tag_id::integer FROM a_film_tags'), [[1, 5]])
      // Never back: another session may have taken the numbers in between.
      await db.script('DELETE FROM a_tag WHERE id = 6')
      await loadAll(db, before, [{ model: 'a.tag', pk: 3, fields: { name: 'z' } }])
      await db.script(`INSERT INTO a_tag (name) VALUES ('next')`)
      assert.deepEqual(await query(db, 'SELECT max(id)::integer FROM a_tag'), [[7]])
    })

    test('fills in defaults', async () => {
      let made = 0
      const before = state(
        model('a.Film', {
          name,
          code: IntegerField({ default: () => ++made }),
          year: IntegerField({ default: 1999 }),
          seen: IntegerField({ dbDefault: 7 }),
        }),
      )
      const db = await open(before)
      await loadAll(db, before, [
        { model: 'a.film', pk: 1, fields: { name: 'x' } },
        { model: 'a.film', pk: 2, fields: { name: 'y', year: 2000, seen: 1 } },
      ])
      const rows = await query(db, 'SELECT year, seen, code > 0 FROM a_film ORDER BY id')
      assert.deepEqual(rows, [
        [1999, 7, true],
        [2000, 1, true],
      ])
    })

    test('names the object that the database does not take, wherever it stands', async () => {
      const before = state(model('a.Film', { name: CharField({ maxLength: 20, unique: true }) }))
      const db = await open(before)
      const films = Array.from({ length: 1200 }, (_, i) => ({
        model: 'a.film',
        pk: i + 1,
        fields: { name: `film ${i % 1100}` },
      }))
      await assert.rejects(loadAll(db, before, films), (error: Error & { code: string; facts: object }) => {
        assert.equal(error.code, 'fixtures.refused')
        assert.match(error.message, /^x\.json, object 1101 \(a\.film, pk 1101\): duplicate key value/)
        return true
      })
      assert.deepEqual(await query(db, 'SELECT count(*)::integer FROM a_film'), [[0]])
    })
  })

  describe('dumpdata and loaddata', () => {
    test('go page by page', async () => {
      const before = state(
        model('a.Film', { name }),
        model(
          'a.Show',
          {
            film: ForeignKey('a.Film', { onDelete: 'CASCADE' }),
            day: IntegerField(),
            hall: name,
            pk: CompositePrimaryKey(['hall', 'day']),
          },
          { id: false },
        ),
      )
      const db = await open(before)
      await db.script(`INSERT INTO a_film (name) SELECT 'film ' || n FROM generate_series(1, 2500) n;
        INSERT INTO a_show (film_id, day, hall) SELECT n, n / 3, 'hall ' || n % 3 FROM generate_series(1, 2500) n`)
      const before_ = await query(db, 'SELECT hall, day, film_id::integer FROM a_show ORDER BY 1, 2')
      const records = await dumped(db, before)
      assert.equal(records.length, 5000)
      await db.script('TRUNCATE a_show, a_film')
      await loadText(db, before, `[${records.join()}]`)
      assert.deepEqual(await query(db, 'SELECT hall, day, film_id::integer FROM a_show ORDER BY 1, 2'), before_)
    })

    test('know models that extend others', async () => {
      const before = state(
        model('a.Place', { name }),
        model(
          'a.Cinema',
          {
            place_ptr: OneToOneField('a.Place', { onDelete: 'CASCADE', primaryKey: true, parentLink: true }),
            seats: IntegerField(),
          },
          { id: false, bases: ['a.Place'] },
        ),
      )
      const db = await open(before)
      await db.script(`INSERT INTO a_place (name) VALUES ('Park'), ('Rex'); INSERT INTO a_cinema VALUES (2, 400)`)
      const records = await dumped(db, before)
      assert.deepEqual(records, [
        '{"model": "a.place", "pk": 1, "fields": {"name": "Park"}}',
        '{"model": "a.place", "pk": 2, "fields": {"name": "Rex"}}',
        '{"model": "a.cinema", "pk": 2, "fields": {"seats": 400}}',
      ])
      await db.script('TRUNCATE a_place, a_cinema')
      await loadText(db, before, `[${records.join()}]`)
      assert.deepEqual(await dumped(db, before), records)
    })
  })
})

async function dumped(db: Database, before: ProjectState): Promise<readonly string[]> {
  const records: string[] = []
  const models = dumpOrder(fixtureModels(before).values())
  await dump(db, { models, style: {}, write: (record) => void records.push(record) })
  return records
}

function loadAll(db: Database, before: ProjectState, records: readonly object[]): Promise<unknown> {
  return loadText(db, before, JSON.stringify(records))
}

function loadText(db: Database, before: ProjectState, text: string): Promise<unknown> {
  const models = new Map([...fixtureModels(before).values()].map((each) => [each.label, each]))
  async function* open(): AsyncGenerator<string> {
    yield text
  }
  return load(db, [{ name: 'x.json', format: 'json', open }], { models, without: new Set(), ignoreUnknown: false })
}
