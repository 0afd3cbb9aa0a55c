import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compile } from '../../../src/backends/postgres/compiler'
import { BigAutoField, CharField, OneToOneField } from '../../../src/fields'
import {
  countQuery,
  deleteQuery,
  existsQuery,
  type Plan,
  planFor,
  selectQuery,
  updateQuery,
} from '../../../src/query/plan'
import { settings } from '../../../src/query/write'
import type { Condition } from '../../../src/sql/expression'
import { add, asc, F, Lower } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import { ModelState } from '../../../src/state/model-state'
import { ProjectState } from '../../../src/state/project-state'
import { film } from './library'

const plan = (changes: Partial<Plan> = {}, model = 'films.Film'): Plan => ({
  ...planFor(film, film.model(model)),
  order: [],
  ...changes,
})
const select = (changes: Partial<Plan>, paths: readonly string[] = ['id'], model?: string) =>
  compile(selectQuery(plan(changes, model), (scope) => paths.map((path) => ({ term: scope.placeOfMany(path).term }))))
const where = (condition: Condition, model?: string) => {
  const { sql, params } = select({ filters: [condition] }, ['pk'], model)
  return [sql.replace(/^SELECT "\w+"\."\w+" FROM /, ''), ...params]
}

describe('a filter joins', () => {
  const cases: readonly (readonly [string, Condition, readonly unknown[]])[] = [
    ['nothing for a column', Q({ title__gte: 'a' }), ['"films_film" WHERE "films_film"."title" >= $1', 'a']],
    [
      'nothing for the key of a foreign key',
      Q({ director: 1, director__id__gt: 2, director__pk: 3, producer__isnull: true }),
      [
        '"films_film" WHERE "films_film"."director_id" = $1 AND "films_film"."director_id" > $2 AND ' +
          '"films_film"."director_id" = $3 AND "films_film"."producer_id" IS NULL',
        1,
        2,
        3,
      ],
    ],
    [
      'a table once for all that is asked of it',
      Q({ director__name: 'x', director__birthYear: 1 }),
      [
        '"films_film" INNER JOIN "people_person" ON ("films_film"."director_id" = "people_person"."id") ' +
          'WHERE "people_person"."name" = $1 AND "people_person"."birth_year" = $2',
        'x',
        1,
      ],
    ],
    [
      'from the left where a relation may be empty, and under another name the second time',
      Q({ producer__mentor__name: 'x', director__mentor_id: 1 }),
      [
        '"films_film" LEFT OUTER JOIN "people_person" ON ("films_film"."producer_id" = "people_person"."id") ' +
          'LEFT OUTER JOIN "people_person" "T2" ON ("people_person"."mentor_id" = "T2"."id") ' +
          'INNER JOIN "people_person" "T3" ON ("films_film"."director_id" = "T3"."id") ' +
          'WHERE "T2"."name" = $1 AND "T3"."mentor_id" = $2',
        'x',
        1,
      ],
    ],
    [
      'nothing to exclude what may be missing but a test for it',
      Q.not({ producer__name: 'x' }),
      [
        '"films_film" LEFT OUTER JOIN "people_person" ON ("films_film"."producer_id" = "people_person"."id") ' +
          'WHERE NOT ("people_person"."name" = $1 AND "people_person"."name" IS NOT NULL)',
        'x',
      ],
    ],
    [
      'rows that point here inside EXISTS, all that is said of them together',
      Q({ reviews__stars: 5, title: 'x', reviews__author: 1 }),
      [
        '"films_film" WHERE "films_film"."title" = $1 AND EXISTS (SELECT 1 FROM "films_review" ' +
          'WHERE "films_review"."film_id" = "films_film"."id" AND "films_review"."stars" = $2 AND "films_review"."author_id" = $3)',
        'x',
        5,
        1,
      ],
    ],
    [
      'a table of links by itself where only keys are asked for',
      Q({ genres__in: [1, 2] }),
      [
        '"films_film" WHERE EXISTS (SELECT 1 FROM "films_film_genres" ' +
          'WHERE "films_film_genres"."film_id" = "films_film"."id" AND "films_film_genres"."genre_id" IN ($1, $2))',
        1,
        2,
      ],
    ],
    [
      'what lies behind the links in the same EXISTS',
      Q.not({ genres__name: 'x' }),
      [
        '"films_film" WHERE NOT (EXISTS (SELECT 1 FROM "films_film_genres" ' +
          'INNER JOIN "films_genre" ON ("films_film_genres"."genre_id" = "films_genre"."id") ' +
          'WHERE "films_film_genres"."film_id" = "films_film"."id" AND "films_genre"."name" = $1))',
        'x',
      ],
    ],
    [
      'the row around for a value that is a column of it',
      Q({ reviews__stars__gt: F('rating') }),
      [
        '"films_film" WHERE EXISTS (SELECT 1 FROM "films_review" ' +
          'WHERE "films_review"."film_id" = "films_film"."id" AND "films_review"."stars" > "films_film"."rating")',
      ],
    ],
    [
      'nothing to know that there is no related row',
      Q({ director__films__isnull: true }),
      [
        '"films_film" WHERE NOT (EXISTS (SELECT 1 FROM "films_film" "T2" WHERE "T2"."director_id" = "films_film"."director_id"))',
      ],
    ],
  ]
  for (const [what, condition, expected] of cases) test(what, () => assert.deepEqual(where(condition), expected))

  test('many rows of many rows one EXISTS inside the other', () => {
    assert.deepEqual(where(Q({ films__genres__name: 'x', films__title: 'y' }), 'people.Person'), [
      '"people_person" WHERE EXISTS (SELECT 1 FROM "films_film" WHERE "films_film"."director_id" = "people_person"."id" AND ' +
        '"films_film"."title" = $1 AND EXISTS (SELECT 1 FROM "films_film_genres" ' +
        'INNER JOIN "films_genre" ON ("films_film_genres"."genre_id" = "films_genre"."id") ' +
        'WHERE "films_film_genres"."film_id" = "films_film"."id" AND "films_genre"."name" = $2))',
      'y',
      'x',
    ])
  })

  test('from the left all that lies behind a relation that may be empty', () => {
    assert.deepEqual(where(Q({ passport__person__name: 'x' }), 'people.Person'), [
      '"people_person" LEFT OUTER JOIN "people_passport" ON ("people_person"."id" = "people_passport"."person_id") ' +
        'LEFT OUTER JOIN "people_person" "T2" ON ("people_passport"."person_id" = "T2"."id") WHERE "T2"."name" = $1',
      'x',
    ])
  })

  test('at most one row that points here without EXISTS', () => {
    assert.deepEqual(where(Q({ passport__number: 'x', passport__isnull: false }), 'people.Person'), [
      '"people_person" LEFT OUTER JOIN "people_passport" ON ("people_person"."id" = "people_passport"."person_id") ' +
        'WHERE "people_passport"."number" = $1 AND "people_passport"."person_id" IS NOT NULL',
      'x',
    ])
  })
})

test('a query orders by paths, expressions and the orders of related models', () => {
  const order = (changes: Partial<Plan>, model?: string) =>
    select(changes, ['id'], model).sql.replace(/^.* ORDER BY /, '')
  assert.equal(order({ order: undefined }), '"films_film"."released_on" DESC, "films_film"."title" ASC')
  assert.equal(
    order({ order: ['-director__name', Lower('title')] }),
    '"people_person"."name" DESC, LOWER("films_film"."title") ASC',
  )
  assert.equal(
    order({ order: [asc('rating', { nulls: 'first' })], reversed: true }),
    '"films_film"."rating" DESC NULLS LAST',
  )
  assert.equal(
    order({ order: ['-film', 'film_id'] }, 'films.Review').replaceAll('"films_', '"'),
    '"film"."released_on" ASC, "film"."title" DESC, "review"."film_id" ASC',
  )
})

test('rows are counted and looked for without reading them', () => {
  const filters = [Q({ title: 'x' })]
  assert.equal(
    compile(countQuery(plan({ filters }))).sql,
    'SELECT COUNT(*) FROM "films_film" WHERE "films_film"."title" = $1',
  )
  assert.equal(
    compile(existsQuery(plan({ filters, order: ['title'] }))).sql,
    'SELECT 1 FROM "films_film" WHERE "films_film"."title" = $1 LIMIT 1',
  )
})

test('an UPDATE and a DELETE take joins and slices into a subquery', () => {
  const set = settings(film, film.model('films.Film'), { rating: add(F('rating'), 1), director: 5, title: null })
  assert.deepEqual(compile(updateQuery(plan({ filters: [Q({ pk: 1 })] }), set)), {
    sql: 'UPDATE "films_film" SET "rating" = ("rating" + 1), "director_id" = $1, "title" = $2 WHERE "films_film"."id" = $3',
    params: [5, null, 1],
  })
  assert.equal(
    compile(deleteQuery(plan({ filters: [Q({ director__name: 'x' })] }))).sql,
    'DELETE FROM "films_film" WHERE "films_film"."id" IN (SELECT "films_film"."id" FROM "films_film" ' +
      'INNER JOIN "people_person" ON ("films_film"."director_id" = "people_person"."id") WHERE "people_person"."name" = $1)',
  )
  assert.equal(
    compile(deleteQuery(plan({ order: ['title'], limit: 2, offset: 1 }))).sql,
    'DELETE FROM "films_film" WHERE "films_film"."id" IN ' +
      '(SELECT "films_film"."id" FROM "films_film" ORDER BY "films_film"."title" ASC LIMIT 2 OFFSET 1)',
  )
  assert.equal(
    compile(deleteQuery(plan({ filters: [Q({ reviews__stars: 1 })] }))).sql,
    'DELETE FROM "films_film" WHERE EXISTS (SELECT 1 FROM "films_review" ' +
      'WHERE "films_review"."film_id" = "films_film"."id" AND "films_review"."stars" = $1)',
  )
})

test('an INSERT writes rows, defaults and what to do about conflicts', () => {
  const value = (of: string) => ({ kind: 'param', value: of }) as const
  const insert = { kind: 'insert', table: 't', columns: ['a', 'b"'], returning: ['id'] } as const
  assert.deepEqual(
    compile({
      ...insert,
      rows: [
        [value('x'), { kind: 'default' }],
        [value('y'), value('z')],
      ],
    }),
    {
      sql: 'INSERT INTO "t" ("a", "b""") VALUES ($1, DEFAULT), ($2, $3) RETURNING "id"',
      params: ['x', 'y', 'z'],
    },
  )
  const onConflict = { kind: 'update', target: ['a'], columns: ['b"'] } as const
  assert.equal(
    compile({ ...insert, returning: [], rows: [[value('x'), value('y')]], onConflict }).sql,
    'INSERT INTO "t" ("a", "b""") VALUES ($1, $2) ON CONFLICT ("a") DO UPDATE SET "b""" = EXCLUDED."b"""',
  )
})

describe('a model that extends another', () => {
  const shop = ProjectState.of([
    new ModelState({
      app: 'shop',
      name: 'Place',
      fields: [
        ['id', BigAutoField({ primaryKey: true })],
        ['name', CharField({ maxLength: 10 })],
      ],
    }),
    new ModelState({
      app: 'shop',
      name: 'Cafe',
      fields: [
        ['place_ptr', OneToOneField('shop.Place', { onDelete: 'CASCADE', primaryKey: true, parentLink: true })],
        ['seats', CharField({ maxLength: 10 })],
      ],
      bases: ['shop.Place'],
    }),
  ])
  const cafes = planFor(shop, shop.model('shop.Cafe'))

  test('has the fields of the other, over the link to it', () => {
    const query = selectQuery({ ...cafes, filters: [Q({ name: 'x', pk: 1, id: 2 })] }, (scope) => [
      { term: scope.place('seats').term },
      { term: scope.place('name').term },
    ])
    assert.equal(
      compile(query).sql,
      'SELECT "shop_cafe"."seats", "shop_place"."name" FROM "shop_cafe" ' +
        'INNER JOIN "shop_place" ON ("shop_cafe"."place_ptr_id" = "shop_place"."id") ' +
        'WHERE "shop_place"."name" = $1 AND "shop_cafe"."place_ptr_id" = $2 AND "shop_cafe"."place_ptr_id" = $3',
    )
  })

  test('is deleted with the row of the other', () => {
    assert.equal(
      compile(deleteQuery({ ...cafes, filters: [Q({ seats: 'x' })] })).sql,
      'DELETE FROM "shop_place" WHERE "shop_place"."id" IN ' +
        '(SELECT "shop_cafe"."place_ptr_id" FROM "shop_cafe" WHERE "shop_cafe"."seats" = $1)',
    )
  })
})
