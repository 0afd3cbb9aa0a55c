import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { renderTerm, renderTest } from '../../../src/backends/postgres/compiler'
import { resolveCondition, resolveExpression } from '../../../src/query/resolve'
import { tableScope } from '../../../src/query/table-scope'
import type { Expression } from '../../../src/sql/expression'
import { add, Case, Cast, Collate, desc, F, Func, Lower, multiply, RawSQL, Value } from '../../../src/sql/functions'
import { Q } from '../../../src/sql/q'
import { film } from './library'

const scope = tableScope(film, film.model('films.Film'))
const sqlOf = (lookups: Readonly<Record<string, unknown>>) => renderTest(resolveCondition(Q(lookups), scope))

describe('a lookup in DDL', () => {
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ title: 'x' }, `"title" = 'x'`],
    [{ title__exact: "it's 100%" }, `"title" = 'it''s 100%'`],
    [{ title__iexact: 'X' }, `UPPER("title"::text) = UPPER('X')`],
    [{ plot: null }, `"plot" IS NULL`],
    [{ title__contains: '50%_\\' }, `"title"::text LIKE '%50\\%\\_\\\\%'`],
    [{ title__icontains: 'x' }, `UPPER("title"::text) LIKE UPPER('%x%')`],
    [{ title__startswith: 'A' }, `"title"::text LIKE 'A%'`],
    [{ title__istartswith: 'A' }, `UPPER("title"::text) LIKE UPPER('A%')`],
    [{ title__endswith: 'A' }, `"title"::text LIKE '%A'`],
    [{ title__iendswith: 'A' }, `UPPER("title"::text) LIKE UPPER('%A')`],
    [{ rating__contains: 4 }, `"rating"::text LIKE '%4%'`],
    [{ server__startswith: '10.' }, `HOST("server") LIKE '10.%'`],
    [{ rating__gt: -1 }, `"rating" > -1`],
    [{ rating__gte: 0 }, `"rating" >= 0`],
    [{ rating__lt: 5n }, `"rating" < 5`],
    [{ rating__lte: F('id') }, `"rating" <= "id"`],
    [{ price__gte: '0.50' }, `"price" >= 0.50`],
    [{ price__gte: 0 }, `"price" >= 0`],
    [{ rating__in: [1, 2, 2, null] }, `"rating" IN (1, 2)`],
    [{ rating__in: [] }, 'false'],
    [{ rating__range: [1, 5] }, `"rating" BETWEEN 1 AND 5`],
    [{ rating__isnull: false }, `"rating" IS NOT NULL`],
    [{ title__regex: '^[a-z]+$' }, `"title"::text ~ '^[a-z]+$'`],
    [{ title__iregex: '^x' }, `"title"::text ~* '^x'`],
    [{ released: true }, `"released"`],
    [{ released: false }, `NOT ("released")`],
    [{ releasedOn__gte: new Date('2020-02-03T00:00:00Z') }, `"released_on" >= '2020-02-03'`],
    [{ facts: { a: "it's" } }, `"facts" = '{"a":"it''s"}'`],
    [{ director: 3 }, `"director_id" = 3`],
    [{ director_id__in: [3] }, `"director_id" IN (3)`],
    [{ producer__isnull: true }, `"producer_id" IS NULL`],
    [{ pk: 1 }, `"id" = 1`],
    [{ title: 'a', rating: 1 }, `"title" = 'a' AND "rating" = 1`],
    [
      { title__startswith: F('plot') },
      `"title"::text LIKE (REPLACE(REPLACE(REPLACE("plot"::text, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')`,
    ],
  ]
  for (const [lookups, sql] of cases) test(sql, () => assert.equal(sqlOf(lookups), sql))
})

test('conditions nest as they are written, and no deeper', () => {
  const condition = Q.and({ title: 'a' }, Q.or({ rating: 1 }, Q.and({ rating: 2 }, { price__lt: 3 })), Q.and({ id: 4 }))
  assert.equal(
    renderTest(resolveCondition(condition, scope)),
    `"title" = 'a' AND ("rating" = 1 OR ("rating" = 2 AND "price" < 3)) AND "id" = 4`,
  )
})

test('NOT holds for NULL: only what is known to meet the condition is left out', () => {
  const sql = (condition: ReturnType<typeof Q>) => renderTest(resolveCondition(condition, scope))
  assert.equal(sql(Q.not({ title: '' })), `NOT ("title" = '')`)
  assert.equal(sql(Q.not({ rating: 5 })), `NOT ("rating" = 5 AND "rating" IS NOT NULL)`)
  assert.equal(sql(Q.not({ id: F('rating') })), `NOT ("id" = "rating" AND "rating" IS NOT NULL)`)
  assert.equal(sql(Q.not({ rating: null })), `NOT ("rating" IS NULL)`)
  assert.equal(sql(Q.not(Q.not({ rating: 5 }))), `"rating" = 5`)
  assert.equal(sql(Q.not({ rating__in: [] })), 'true')
})

test('expressions compute over the columns of one row', () => {
  const cases: readonly (readonly [Expression, string])[] = [
    [add(F('rating'), 1), `("rating" + 1)`],
    [multiply(add(F('rating'), -1), F('price')), `(("rating" + -1) * "price")`],
    [Lower('title'), `LOWER("title")`],
    [Cast('rating', 'numeric(4, 1)'), `"rating"::numeric(4, 1)`],
    [Cast(Value(-1), 'smallint'), `(-1)::smallint`],
    [Collate('title', 'de-x-icu'), `("title" COLLATE "de-x-icu")`],
    [Func('date_trunc', 'year', F('releasedOn')), `date_trunc('year', "released_on")`],
    [
      Case([{ when: Q({ rating__gte: 4 }), then: 'good' }], 'bad'),
      `CASE WHEN "rating" >= 4 THEN 'good' ELSE 'bad' END`,
    ],
    [RawSQL('now()'), '(now())'],
    [Value("O'Hara \\ 100%"), `'O''Hara \\ 100%'`],
    [Value(null), 'NULL'],
    [Value(new Uint8Array([0, 255])), `'\\x00ff'::bytea`],
    [F('director'), `"director_id"`],
  ]
  for (const [expression, sql] of cases) assert.equal(renderTerm(resolveExpression(expression, scope)), sql)
})

describe('refused, by name and with a hint', () => {
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, string, RegExp, RegExp?])[] = [
    [{ titel: 1 }, 'query.unknown-field', /films\.Film has no field "titel"/, /Did you mean title\?/],
    [{ director__nme: 1 }, 'query.unknown-field', /people\.Person has no field "nme" \(in "director__nme"\)/, /name/],
    [{ title__contans: 1 }, 'query.unknown-lookup', /"contans" is not a lookup/, /Did you mean contains\?/],
    [{ title__exact__gt: 1 }, 'query.unknown-lookup', /"gt" is not a lookup/],
    [{ director__name: 'x' }, 'query.relation-in-row', /"director__name" leads out of films\.Film/],
    [{ genres__name: 'x' }, 'query.relation-in-row', /leads out/],
    [{ rating__gt: null }, 'query.lookup-value', /gt takes a value, not null/, /isnull/],
    [{ rating__isnull: 1 }, 'query.lookup-value', /isnull takes true or false, not 1/],
    [{ rating__in: 5 }, 'query.lookup-value', /in takes a list or a query set, not 5/],
    [{ rating__range: [1] }, 'query.lookup-value', /range takes a list of two values, not a list of 1/],
    [{ rating: F('title__gt') }, 'query.not-an-expression', /"title__gt" is a lookup/],
    [{ rating: desc('id') }, 'query.misplaced-expression', /desc\(\) cannot stand/],
    [{ title: Func('f(); drop', 1) }, 'query.function-name', /is not the name of a function/],
    [{ title: 'a\0b' }, 'database.unquotable', /cannot hold/],
  ]
  for (const [lookups, code, message, hint = /|/] of cases) {
    test(code + JSON.stringify(Object.keys(lookups)), () =>
      assert.throws(() => sqlOf(lookups), { code, message, ...(hint.source === '|' ? {} : { hint }) }),
    )
  }
})
